namespace Infra.Engine.Policies;

/// <summary>What stands around a pack while it runs.</summary>
internal sealed record PolicyPackHost
{
    /// <summary>Where nobody listens: for packs that are asked outside of any update. They only log there.</summary>
    public const string NoEngine = "127.0.0.1:1";

    /// <summary>The engine's own service, for packs that log there.</summary>
    public required string EngineAddress { get; init; }

    /// <summary>The folder packs run in, as Pulumi runs them in the program's; null for the pack's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Gets the project file before a pack is built.</summary>
    public required Action<string> Building { get; init; }

    /// <summary>Gets each line a pack writes.</summary>
    public required Action<string> Line { get; init; }
}
