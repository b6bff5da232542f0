using Infra.Policies.Rules;
using Infra.PolicyPacks;

namespace Infra.Policies;

/// <summary>The policy pack that validates whether Kubernetes objects are ready for production.</summary>
internal static class KubernetesPack
{
    public const string Name = "kubernetes-readiness";

    private static string Version => typeof(KubernetesPack).Assembly.GetName().Version!.ToString(fieldCount: 3);

    public static PolicyPack Create() => Create(TimeProvider.System);

    public static PolicyPack Create(TimeProvider time) =>
        new(Name, Version, AllRules.Create())
        {
            Provider = "kubernetes",
            DisplayName = "Kubernetes production readiness",
            Description =
                "Validates Kubernetes objects against the Pod Security Standards and rules for production, one by one and across the stack.",
            Profiles = Profiles.All,
            DefaultProfile = Profiles.Production,
            Time = time,
        };
}
