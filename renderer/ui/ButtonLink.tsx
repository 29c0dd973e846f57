import { createLink } from '@tanstack/react-router';
import { Button, type ButtonProps } from '@mantine/core';
import { forwardRef, type AnchorHTMLAttributes } from 'react';

const ButtonAnchor = forwardRef<HTMLAnchorElement, ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps>>(
  (props, ref) => <Button ref={ref} component="a" {...props} />,
);
ButtonAnchor.displayName = 'ButtonAnchor';

/** A Mantine button that goes to a page; typed like the router's Link. */
export const ButtonLink = createLink(ButtonAnchor);
