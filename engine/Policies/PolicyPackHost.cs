using Infra.Engine.Programs.Building;

namespace Infra.Engine.Policies;

/// <summary>The environment a policy pack runs in.</summary>
internal sealed record PolicyPackHost
{
    /// <summary>An address without a listener, for packs that run outside of an update. They use it only for logging.</summary>
    public const string NoEngine = "127.0.0.1:1";

    /// <summary>The address of the engine's service, where packs log.</summary>
    public required string EngineAddress { get; init; }

    /// <summary>The working directory: in an update the program's folder, as in Pulumi; null for the pack's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Receives the progress of the pack's build.</summary>
    public required BuildListener Build { get; init; }

    /// <summary>Measures waiting times.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Receives each line of output.</summary>
    public required Action<string> Line { get; init; }
}
