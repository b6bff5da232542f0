namespace Infra.Engine.State.Stores;

/// <summary>A file is not the one that was read, so that it was not replaced.</summary>
internal sealed class StateConflictException(string message) : Exception(message);
