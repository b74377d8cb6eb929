/** What a generators entry may say. Paths are relative to the catalog. */
export interface Options {
  /**
   * How to start catalog-gen: a path, a name on PATH, or a list of a command and its first arguments, such as
   * `["uv", "run", "catalog-gen"]`. Without it: the active virtual environment, `.venv` and `venv` in the catalog's folder
   * and above it in the same repository, PATH.
   */
  program?: string | string[];
  /** The settings file; by default the nearest one upward from the catalog. */
  config?: string;
  /** Where the pages go, whatever the settings say; by default the settings' output has to be this catalog. */
  output?: string;
  /** Report what is wrong and whether the catalog is current, and write nothing. */
  check?: boolean;
  /** Warnings count as errors. */
  strict?: boolean;
  /** Run the definitions instead of reading them. */
  import?: boolean;
  /** Show every problem, not ten of a kind. */
  all?: boolean;
  /** How problems are shown: as text, or as annotations of GitHub Actions. */
  format?: 'text' | 'github';
}

/** Write the pages of the catalog; EventCatalog calls it. */
export default function generate(context: unknown, options?: Options | null): Promise<void>;
