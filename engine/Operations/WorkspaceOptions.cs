using Infra.Engine.Providers;

namespace Infra.Engine.Operations;

/// <summary>What a workspace is opened with.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>The folder to look for a project from.</summary>
    public required string Directory { get; init; }

    /// <summary>The backend the user named, or null for <c>PULUMI_BACKEND_URL</c>, the project's own, or the project's folder, in this order.</summary>
    public string? BackendUrl { get; init; }

    /// <summary>The providers there are.</summary>
    public IReadOnlyList<IProviderFactory> Providers { get; init; } = [];

    /// <summary>How to read an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
