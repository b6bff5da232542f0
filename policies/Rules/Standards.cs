using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>The compliance frameworks the pack's policies implement.</summary>
internal static class Standards
{
    public const string PodSecurity = "Pod Security Standards";

    private static readonly Uri PodSecurityStandards = new("https://kubernetes.io/docs/concepts/security/pod-security-standards/");
    private static readonly Uri CisBenchmark = new("https://www.cisecurity.org/benchmark/kubernetes");
    private static readonly Uri HardeningGuide = new(
        "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF"
    );

    /// <summary>A control of the profile "baseline" of the Pod Security Standards.</summary>
    public static ComplianceControl PodSecurityBaseline(string control) => new(PodSecurity, "baseline", control, PodSecurityStandards);

    /// <summary>A control of the profile "restricted" of the Pod Security Standards.</summary>
    public static ComplianceControl PodSecurityRestricted(string control) => new(PodSecurity, "restricted", control, PodSecurityStandards);

    /// <summary>A section of the Kubernetes Hardening Guide of NSA and CISA.</summary>
    public static ComplianceControl Nsa(string section) => new("NSA/CISA Kubernetes Hardening Guide", "1.2", section, HardeningGuide);

    /// <summary>A recommendation of the CIS Kubernetes Benchmark.</summary>
    public static ComplianceControl Cis(string number) => new("CIS Kubernetes Benchmark", "1.10", number, CisBenchmark);
}
