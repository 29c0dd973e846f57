import { join } from 'node:path';
import { cruise, type ICruiseOptions, type IForbiddenRuleType } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

export type BoundaryViolation = {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  /** What to do instead. */
  readonly advice: string;
};

const repository = join(import.meta.dirname, '..');

/** Holds the imports of the given folders under `root` against the rules of `boundary-rules.ts`. */
export const checkBoundaries = async (
  root: string,
  folders: readonly string[],
): Promise<{ readonly violations: readonly BoundaryViolation[]; readonly modules: number }> => {
  const options: ICruiseOptions = await extractDepcruiseOptions(join(repository, 'scripts', 'boundary-rules.ts'));
  const result = await cruise([...folders], { ...options, baseDir: root }, undefined, {
    tsConfig: extractTSConfig(join(repository, 'tsconfig.node.json')),
  });
  const report = result.output;
  if (typeof report === 'string') throw new Error('dependency-cruiser answers with text only when asked to');
  const rules: readonly IForbiddenRuleType[] = options.ruleSet?.forbidden ?? [];
  return {
    modules: report.summary.totalCruised,
    violations: report.summary.violations.map((violation) => ({
      rule: violation.rule.name,
      from: violation.from,
      to: violation.to,
      advice: rules.find((rule) => rule.name === violation.rule.name)?.comment ?? '',
    })),
  };
};
