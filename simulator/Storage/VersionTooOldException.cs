namespace Infra.Simulator.Storage;

/// <summary>A list or a watch asked for a version that the history no longer reaches back to.</summary>
public sealed class VersionTooOldException(long asked, long oldest) : Exception($"too old resource version: {asked} ({oldest})");
