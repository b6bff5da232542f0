namespace Infra.PolicyPacks;

/// <summary>A control of a published compliance framework that a policy implements.</summary>
/// <param name="Framework">The framework's name, e.g. <c>CIS Kubernetes Benchmark</c>.</param>
/// <param name="Version">The framework's version or profile.</param>
/// <param name="Control">The control's number or title within the framework.</param>
/// <param name="Reference">Where the framework is published.</param>
public sealed record ComplianceControl(string Framework, string Version, string Control, Uri Reference)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Framework} {Version}: {Control}";
}
