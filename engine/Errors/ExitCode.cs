namespace Infra.Engine.Errors;

/// <summary>The exit codes of the command line, the same as Pulumi's.</summary>
public enum ExitCode
{
    /// <summary>The operation succeeded.</summary>
    Success = 0,

    /// <summary>The operation failed.</summary>
    Error = 1,

    /// <summary>A project or stack file, a setting or a flag is invalid.</summary>
    Configuration = 2,

    /// <summary>A credential is missing or was rejected.</summary>
    Authentication = 3,

    /// <summary>The stack does not exist.</summary>
    StackNotFound = 6,

    /// <summary>There are changes although none were expected.</summary>
    NoChangesExpected = 7,

    /// <summary>The user cancelled the operation.</summary>
    Cancelled = 8,

    /// <summary>An internal error.</summary>
    Internal = 255,
}
