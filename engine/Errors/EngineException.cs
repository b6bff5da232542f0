namespace Infra.Engine.Errors;

/// <summary>An error the user can fix. Its message names the object, the place, what is wrong and the cure.</summary>
public abstract class EngineException : Exception
{
    private protected EngineException(string message, ExitCode exitCode, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>The exit code of the command line.</summary>
    public ExitCode ExitCode { get; }
}

/// <summary>A project file, a stack file or a setting is invalid. Contains all problems, not only the first.</summary>
public sealed class ConfigurationException : EngineException
{
    /// <summary>Creates an exception for one or more problems.</summary>
    public ConfigurationException(IReadOnlyList<string> problems)
        : base(string.Join('\n', problems), ExitCode.Configuration) => Problems = problems;

    /// <summary>Creates an exception for one problem.</summary>
    public ConfigurationException(string problem)
        : this([problem]) { }

    /// <summary>The problems, each with its place.</summary>
    public IReadOnlyList<string> Problems { get; }
}

/// <summary>A stack does not exist.</summary>
public sealed class StackNotFoundException(string stack, IReadOnlyList<string> existing)
    : EngineException(Describe(stack, existing), ExitCode.StackNotFound)
{
    /// <summary>The name that the user requested.</summary>
    public string Stack { get; } = stack;

    /// <summary>The names of the existing stacks.</summary>
    public IReadOnlyList<string> Existing { get; } = existing;

    private static string Describe(string stack, IReadOnlyList<string> existing) =>
        existing.Count == 0
            ? $"no stack named '{stack}' found; there is none yet: create it with `infra stack init {stack}`"
            : $"no stack named '{stack}' found; there are: {string.Join(", ", existing)}";
}

/// <summary>The stack is locked by another update.</summary>
public sealed class StackLockedException(string message) : EngineException(message, ExitCode.Error);

/// <summary>Secrets cannot be decrypted: the passphrase is missing or wrong.</summary>
public sealed class SecretsException(string message, Exception? innerException = null)
    : EngineException(message, ExitCode.Error, innerException);

/// <summary>A stack's state cannot be read or written, or is invalid.</summary>
public sealed class StateException(string message, Exception? innerException = null)
    : EngineException(message, ExitCode.Error, innerException);

/// <summary>A program or policy pack cannot be built, started or called.</summary>
public sealed class ProgramException(string message, Exception? innerException = null)
    : EngineException(message, ExitCode.Error, innerException);

/// <summary>A request cannot be carried out, e.g. to create a stack that exists already.</summary>
public sealed class InvalidOperationRequestException(string message) : EngineException(message, ExitCode.Error);

/// <summary>An image, a registry or a bundle cannot be used.</summary>
public sealed class ImageException(string message, ExitCode exitCode = ExitCode.Error, Exception? innerException = null)
    : EngineException(message, exitCode, innerException);
