using Infra.Policies.Rules.Availability;
using Infra.Policies.Rules.Guards;
using Infra.Policies.Rules.Hardening;
using Infra.Policies.Rules.Hygiene;
using Infra.Policies.Rules.Images;
using Infra.Policies.Rules.Network;
using Infra.Policies.Rules.PodSecurity;
using Infra.Policies.Rules.Probes;
using Infra.Policies.Rules.Rbac;
using Infra.Policies.Rules.References;
using Infra.Policies.Rules.Resources;
using Infra.Policies.Rules.Secrets;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>Every rule of the pack. A list, because finding the rules by reflection would dominate the start-up time.</summary>
internal static class AllRules
{
    public static IEnumerable<Policy> Create() =>
    [
        .. ForbiddenField.All,
        .. ForbiddenPort.All,
        .. RequiredPodField.All,
        .. TrafficPolicy.All,
        .. AddedCapabilities.All,
        .. ContainerFlag.All,
        .. ForbiddenSecuritySetting.All,
        .. ProcMount.All,
        .. RequiredProbe.All,
        .. ForbiddenGrant.All,
        .. BackendService.All,
        .. ExistingTarget.All,
        .. SelectsPods.All,
        .. ResourceAmount.All,
        new AutoscaledReplicas(),
        new AutoscalerBounds(),
        new CronJobDeadline(),
        new DisruptionBudgetAutoscaler(),
        new DisruptionBudgetBlocks(),
        new DisruptionBudgetExists(),
        new MinimumReplicas(),
        new PodSpread(),
        new RestartPolicy(),
        new RollingUpdate(),

        new AllowedRegions(),
        new MaximumReplicas(),
        new MaximumRequests(),
        new PublicLoadBalancer(),

        new ContainerSockets(),
        new HighUserId(),
        new SandboxRuntime(),
        new SensitiveHostMounts(),
        new ServiceAccountToken(),
        new SshPort(),
        new WritableHostMounts(),

        new DefaultNamespace(),
        new DeprecatedApi(),
        new DuplicateEnv(),
        new LabelValues(),
        new NakedPod(),
        new Owner(),
        new PortNames(),
        new RecommendedLabels(),
        new Schema(),

        new ImageDigest(),
        new ImagePullPolicy(),
        new ImageRegistry(),
        new ImageTag(),

        new DefaultDeny(),
        new IngressHost(),
        new IngressTls(),
        new LoadBalancer(),

        new AppArmor(),
        new DropAllCapabilities(),
        new HostNamespaces(),
        new HostPathVolumes(),
        new HostProbes(),
        new SeccompProfile(),
        new SelinuxOptions(),
        new Sysctls(),
        new VolumeTypes(),

        new DistinctProbes(),
        new InitContainerProbes(),
        new ProbePort(),

        new ClusterAdminBinding(),
        new RbacEscalation(),
        new RbacWildcards(),

        new MonitorTarget(),
        new NetworkPolicyPeers(),
        new SelectorMatchesTemplate(),
        new ServiceTargetPort(),
        new StatefulSetService(),

        new NamespaceQuota(),
        new QuotaFits(),
        new ResourceRange(),

        new SecretAsEnv(),
        new SecretInConfigMap(),
        new SecretInEnv(),
    ];
}
