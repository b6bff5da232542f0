namespace Infra.Engine.Errors;

/// <summary>The exit codes of the command line, Pulumi's own.</summary>
public enum ExitCode
{
    /// <summary>Everything went well.</summary>
    Success = 0,

    /// <summary>The operation failed.</summary>
    Error = 1,

    /// <summary>A project or stack file, a setting or a flag is wrong.</summary>
    Configuration = 2,

    /// <summary>A credential is missing or was refused.</summary>
    Authentication = 3,

    /// <summary>There is no stack of that name.</summary>
    StackNotFound = 6,

    /// <summary>There were changes although none were expected.</summary>
    NoChangesExpected = 7,

    /// <summary>The user cancelled the operation.</summary>
    Cancelled = 8,

    /// <summary>A fault of the program itself.</summary>
    Internal = 255,
}
