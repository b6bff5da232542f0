namespace Infra.Policies.Sdk;

/// <summary>A control of a published standard that a policy implements.</summary>
/// <param name="Name">The standard.</param>
/// <param name="Version">Its edition.</param>
/// <param name="Control">The number or name of the control within it.</param>
/// <param name="Reference">Where to read it.</param>
internal sealed record Standard(string Name, string Version, string Control, Uri Reference)
{
    private static readonly Uri PodSecurityStandards = new("https://kubernetes.io/docs/concepts/security/pod-security-standards/");
    private static readonly Uri HardeningGuide = new("https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF");
    private static readonly Uri CisBenchmark = new("https://www.cisecurity.org/benchmark/kubernetes");

    /// <summary>A control of the Pod Security Standards' profile "baseline".</summary>
    public static Standard PodSecurityBaseline(string control) => new("Pod Security Standards", "baseline", control, PodSecurityStandards);

    /// <summary>A control of the Pod Security Standards' profile "restricted".</summary>
    public static Standard PodSecurityRestricted(string control) => new("Pod Security Standards", "restricted", control, PodSecurityStandards);

    /// <summary>A section of the Kubernetes Hardening Guide of NSA and CISA.</summary>
    public static Standard Nsa(string section) => new("NSA/CISA Kubernetes Hardening Guide", "1.2", section, HardeningGuide);

    /// <summary>A recommendation of the CIS Kubernetes Benchmark.</summary>
    public static Standard Cis(string number) => new("CIS Kubernetes Benchmark", "1.10", number, CisBenchmark);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Version}: {Control}";
}
