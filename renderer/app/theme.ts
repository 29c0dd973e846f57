import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  DEFAULT_THEME,
  defaultVariantColorsResolver,
  Drawer,
  Menu,
  Modal,
  NativeSelect,
  PasswordInput,
  Radio,
  Textarea,
  TextInput,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Keeps a hue's first eight shades and replaces the two that carry white text, so that they reach 4.5:1. */
const darkened = (hue: 'green' | 'teal' | 'orange' | 'yellow' | 'red', eighth: string, ninth: string): MantineColorsTuple => {
  const from: MantineColorsTuple = DEFAULT_THEME.colors[hue];
  return [from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7], eighth, ninth];
};

const tinted = new Set(['light', 'outline', 'subtle', 'transparent']);

/** Text of quiet variants takes the shades that pass AA; `light` also on hover. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const base = defaultVariantColorsResolver(input);
  const hue = input.color ?? input.theme.primaryColor;
  if (!tinted.has(input.variant)) return base;
  const color = `light-dark(var(--mantine-color-${hue}-9), var(--mantine-color-${hue}-2))`;
  return input.variant === 'light'
    ? { ...base, color, hover: `light-dark(var(--mantine-color-${hue}-1), ${base.hover})` }
    : { ...base, color };
};

/** Mantine's own variables read the tokens, so that there is one source for every colour. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const variables = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-2)',
    '--mantine-color-placeholder': 'var(--text-2)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line)',
  };
  return { variables: {}, light: variables, dark: variables };
};

const heights: Readonly<Record<string, { readonly height: string; readonly side: string; readonly text: string }>> = {
  xs: { height: '26px', side: '9px', text: '12px' },
  sm: { height: '30px', side: '11px', text: '13px' },
  md: { height: '36px', side: '14px', text: '13px' },
  xl: { height: '52px', side: '20px', text: '17px' },
};

const heightOf = (size: unknown) => heights[typeof size === 'string' ? size : 'sm'] ?? heights['sm'];

// Mantine draws a dialog's head as <header>, which would be a second banner of the page.
const dialogHead = { header: { role: 'presentation' } };

/** The Mantine theme of the visual target: ink as primary, hairline radii, 30 px controls. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 6 },
  autoContrast: false,
  colors: {
    ink: ['#eeeefa', '#dcdcf6', '#b9bbee', '#9497e4', '#7478db', '#5e63d3', '#5055cb', '#4449bd', '#3b3fae', '#2d3190'],
    green: darkened('green', '#1f7a34', '#165c27'),
    teal: darkened('teal', '#0b7a5c', '#085c46'),
    orange: darkened('orange', '#b8430a', '#8f3408'),
    yellow: darkened('yellow', '#8a5a00', '#6b4600'),
    red: darkened('red', '#c92a2a', '#a61e1e'),
  },
  variantColorResolver,
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)', fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '18px', sm: '20px', md: '20px', lg: '23px', xl: '26px' },
  radius: { xs: '4px', sm: '5px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', variant: 'default' },
      vars: (_theme, props) => ({
        root: {
          '--button-height': heightOf(props.size)?.height,
          '--button-padding-x': heightOf(props.size)?.side,
          '--button-fz': heightOf(props.size)?.text,
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { size: 'sm', variant: 'default' },
      vars: (_theme, props) => ({ root: { '--ai-size': heightOf(props.size)?.height } }),
    }),
    TextInput: TextInput.extend({
      vars: () => ({ root: {}, wrapper: { '--input-height': '32px', '--input-fz': '13px' } }),
    }),
    // A larger size is asked for where a person signs in or a client signs.
    PasswordInput: PasswordInput.extend({
      vars: (_theme, props) => ({
        root: {},
        ...(props.size === undefined ? { wrapper: { '--input-height': '32px', '--input-fz': '13px' } } : {}),
      }),
    }),
    NativeSelect: NativeSelect.extend({
      vars: () => ({ root: {}, wrapper: { '--input-height': '32px', '--input-fz': '13px' } }),
    }),
    Textarea: Textarea.extend({ defaultProps: { autosize: true, minRows: 2 } }),
    Checkbox: Checkbox.extend({
      defaultProps: { radius: 4 },
      vars: () => ({ root: { '--checkbox-size': '16px' } }),
    }),
    Radio: Radio.extend({ vars: () => ({ root: { '--radio-size': '16px' } }) }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'xl',
        centered: true,
        padding: 20,
        transitionProps: { duration: 180, transition: 'fade' },
        closeButtonProps: { 'aria-label': 'Close', size: 30 },
        attributes: dialogHead,
        overlayProps: { backgroundOpacity: 0.42, color: '#000' },
      },
    }),
    Drawer: Drawer.extend({
      defaultProps: {
        transitionProps: { duration: 180 },
        closeButtonProps: { 'aria-label': 'Close', size: 30 },
        attributes: dialogHead,
        overlayProps: { backgroundOpacity: 0.42, color: '#000' },
      },
    }),
    // The placeholder is a focusable child that a menu may not have.
    Menu: Menu.extend({
      defaultProps: {
        radius: 'lg',
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 120, transition: 'fade' },
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        transitionProps: { duration: 120 },
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
});
