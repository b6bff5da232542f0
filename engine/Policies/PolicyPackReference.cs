namespace Infra.Engine.Policies;

/// <summary>A policy pack to run.</summary>
/// <param name="Path">Its folder, or a program that is one.</param>
/// <param name="ConfigFile">A JSON file with its configuration; null for none.</param>
public sealed record PolicyPackReference(string Path, string? ConfigFile = null)
{
    /// <summary>The place that names it, <c>file:line</c>; empty where the command line does.</summary>
    public string NamedAt { get; init; } = "";
}
