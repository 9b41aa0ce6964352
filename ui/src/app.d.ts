declare global {
  interface ImportMetaEnv {
    /** `1`: a plain browser shows invented data instead of asking the shell. Development only. */
    readonly VITE_MOCK?: string;
  }
}

export {};
