using System.CommandLine;

namespace Infra.Cli.Commands;

/// <summary>The options that several commands share, under the names Pulumi's command line gives them.</summary>
internal static class CommonOptions
{
    /// <summary>On every command: run as if started in another folder.</summary>
    public static Option<string?> WorkingDirectory { get; } = new("--cwd", "-C")
    {
        Description = "Run as if started in this directory",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>On every command: never ask, never draw.</summary>
    public static Option<bool> NonInteractive { get; } = new("--non-interactive")
    {
        Description = "Never ask and never redraw, as where the output is no terminal",
        Recursive = true,
    };

    /// <summary>On every command: whether to colour the output.</summary>
    public static Option<ColorChoice> Color { get; } = new("--color")
    {
        Description = "Colour the output: auto (a terminal, and NO_COLOR is not set), always or never",
        Recursive = true,
        DefaultValueFactory = _ => ColorChoice.Auto,
    };

    /// <summary>On every command: which backend keeps the state.</summary>
    public static Option<string?> Backend { get; } = new("--backend")
    {
        Description = "Where the state is kept, e.g. file:///srv/state (default: PULUMI_BACKEND_URL, then .pulumi beside Pulumi.yaml)",
        HelpName = "URL",
        Recursive = true,
    };

    public static Option<string?> Stack() => new("--stack", "-s")
    {
        Description = "The stack to work on (default: the selected one)",
        HelpName = "STACK",
    };

    public static Option<bool> Json() => new("--json", "-j") { Description = "Write JSON for programs to read" };

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Go ahead without asking" };

    public static Option<bool> Diff() => new("--diff") { Description = "Show every changed property" };

    public static Option<bool> ShowSecrets() => new("--show-secrets") { Description = "Show secrets in plain text" };

    public static Option<bool> ExpectNoChanges() => new("--expect-no-changes")
    {
        Description = "Exit with 7 where anything would change or has changed",
    };

    public static Option<int> Parallel()
    {
        var option = new Option<int>("--parallel", "-p")
        {
            Description = "How many operations may be under way at once",
            HelpName = "N",
            DefaultValueFactory = _ => 16,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--parallel takes a whole number from 1 on.");
            }
        });
        return option;
    }
}

/// <summary>Whether output is coloured.</summary>
internal enum ColorChoice
{
    /// <summary>In a terminal, unless NO_COLOR is set.</summary>
    Auto,

    /// <summary>Always, also into a pipe.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
