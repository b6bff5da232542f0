using Infra.Engine.Programs;
using Infra.Engine.Providers;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>The options of a workspace.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>The folder in which the search for the project file begins; it goes on in the parent folders.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// The backend's URL; null for that of <c>PULUMI_BACKEND_URL</c>, of the project file, of <c>login</c>, or the project's folder, in
    /// this order.
    /// </summary>
    public string? BackendUrl { get; init; }

    /// <summary>The factories of the available providers.</summary>
    public IReadOnlyList<IProviderFactory> Providers { get; init; } = [];

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// True to open neither the backend nor the stack's secrets: the program receives texts that stand for them. Only renderings, queries
    /// and
    /// previews against another revision are possible.
    /// </summary>
    public bool WithholdsSecrets { get; init; }

    /// <summary>The backend in place of that of the URL; null for that.</summary>
    internal StateBackend? Backend { get; init; }

    /// <summary>Creates the program of all operations in place of the project's own; null for the project's own.</summary>
    internal Func<IProgram>? Program { get; init; }

    /// <summary>The source of the present time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
