namespace Infra.Simulator.Storage;

/// <summary>The version that a list or watch starts from is older than the retained history.</summary>
public sealed class VersionTooOldException(long requested, long oldest) : Exception($"too old resource version: {requested} ({oldest})");
