using Infra.Engine.Errors;

namespace Infra.Engine.State.Stores;

/// <summary>A file is not the one that was read, so that it was not replaced.</summary>
/// <param name="problem">The location of the file, and what happened to it.</param>
internal sealed class StateConflictException(string problem) : EngineException($"{problem}; run the command again", ExitCode.Error);
