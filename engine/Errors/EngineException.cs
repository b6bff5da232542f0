namespace Infra.Engine.Errors;

/// <summary>An error the user can do something about. Its message is complete: it names the object, the place, what is wrong and the cure.</summary>
public abstract class EngineException : Exception
{
    private protected EngineException(string message, ExitCode exitCode, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>What the command line exits with.</summary>
    public ExitCode ExitCode { get; }
}

/// <summary>A project file, a stack file or a setting is wrong. Holds everything that is wrong, not only the first.</summary>
public sealed class ConfigurationException : EngineException
{
    /// <summary>Makes an exception for one or more problems.</summary>
    public ConfigurationException(IReadOnlyList<string> problems)
        : base(string.Join('\n', problems), ExitCode.Configuration) => Problems = problems;

    /// <summary>Makes an exception for one problem.</summary>
    public ConfigurationException(string problem)
        : this([problem])
    {
    }

    /// <summary>Each problem with its place.</summary>
    public IReadOnlyList<string> Problems { get; }
}

/// <summary>There is no stack of that name.</summary>
public sealed class StackNotFoundException(string stack, IReadOnlyList<string> existing)
    : EngineException(Describe(stack, existing), ExitCode.StackNotFound)
{
    /// <summary>The name that was asked for.</summary>
    public string Stack { get; } = stack;

    /// <summary>The stacks there are.</summary>
    public IReadOnlyList<string> Existing { get; } = existing;

    private static string Describe(string stack, IReadOnlyList<string> existing) => existing.Count == 0
        ? $"no stack named '{stack}' found; there is none yet: create it with `stack init {stack}`"
        : $"no stack named '{stack}' found; there are: {string.Join(", ", existing)}";
}

/// <summary>Another update holds the stack's lock.</summary>
public sealed class StackLockedException(string message) : EngineException(message, ExitCode.Error);

/// <summary>Secrets cannot be read: no passphrase, or the wrong one.</summary>
public sealed class SecretsException(string message, Exception? innerException = null) : EngineException(message, ExitCode.Error, innerException);

/// <summary>A stack's state cannot be read or is not sound.</summary>
public sealed class StateException(string message, Exception? innerException = null) : EngineException(message, ExitCode.Error, innerException);

/// <summary>The program could not be built or started.</summary>
public sealed class ProgramException(string message, Exception? innerException = null) : EngineException(message, ExitCode.Error, innerException);

/// <summary>The request itself cannot be carried out, e.g. a stack that exists already.</summary>
public sealed class InvalidOperationRequestException(string message) : EngineException(message, ExitCode.Error);
