namespace Infra.Cli.Display;

/// <summary>What an operation's display shows.</summary>
internal sealed record DisplayOptions
{
    /// <summary>True to show every changed property.</summary>
    public bool Diff { get; init; }

    public bool ShowSecrets { get; init; }

    /// <summary>True to show resources that do not change.</summary>
    public bool ShowSames { get; init; }

    /// <summary>True to show resources that are only read.</summary>
    public bool ShowReads { get; init; }

    /// <summary>True to show the creation and deletion that together replace a resource.</summary>
    public bool ShowReplacementSteps { get; init; }

    public bool ShowConfig { get; init; }

    /// <summary>True to show URNs instead of types and names.</summary>
    public bool ShowUrns { get; init; }

    public bool SuppressOutputs { get; init; }

    /// <summary>True to write a line per event instead of redrawing the progress.</summary>
    public bool SuppressProgress { get; init; }

    /// <summary>True to write a line when a step ends, and none while it is in progress.</summary>
    public bool ShowsEndsOnly { get; init; }

    /// <summary>True to show debug messages.</summary>
    public bool Debug { get; init; }
}
