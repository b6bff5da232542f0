namespace Infra.PolicyPacks;

/// <summary>The result of one check: a violation, or the reason why the policy could not decide.</summary>
/// <param name="Urn">The resource's URN; empty for the stack as a whole.</param>
/// <param name="Message">What is wrong and where, with secrets redacted.</param>
/// <param name="Kind">The kind of result.</param>
internal sealed record Diagnostic(string Urn, string Message, DiagnosticKind Kind);

internal enum DiagnosticKind
{
    /// <summary>The policy is violated.</summary>
    Violation,

    /// <summary>The policy read a value that is only known after the update.</summary>
    Unknown,

    /// <summary>The policy threw an exception.</summary>
    Failure,

    /// <summary>The policy is violated, and an exemption of the stack covers the violation.</summary>
    Exempted,
}
