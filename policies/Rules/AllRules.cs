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

/// <summary>Every rule there is, area by area. Written out, because looking for them would cost more than the rest of the start.</summary>
internal static class AllRules
{
    public static IEnumerable<Policy> Create() =>
    [
        new AutoscaledReplicas(),
        new AutoscalerBounds(),
        new CronJobDeadline(),
        new DisruptionBudgetAutoscaler(),
        new DisruptionBudgetBlocks(),
        new DisruptionBudgetEviction(),
        new DisruptionBudgetExists(),
        new DisruptionBudgetSelects(),
        new JobTimeToLive(),
        new MinimumReplicas(),
        new PodSpread(),
        new PriorityClass(),
        new RestartPolicy(),
        new RollingUpdate(),

        new AllowedRegions(),
        new MaximumReplicas(),
        new MaximumRequests(),
        new PublicLoadBalancer(),

        new ContainerSockets(),
        new DefaultServiceAccount(),
        new HighUserId(),
        new PrivilegedPorts(),
        new ReadOnlyRoot(),
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
        new ExternalIps(),
        new IngressHost(),
        new IngressTls(),
        new LoadBalancer(),
        new NetworkPolicyEgress(),
        new NetworkPolicyIngress(),
        new NodePort(),

        new AddedCapabilities(),
        new AppArmor(),
        new DropAllCapabilities(),
        new HostNamespaces(),
        new HostPathVolumes(),
        new HostPorts(),
        new HostProbes(),
        new HostProcess(),
        new PrivilegeEscalation(),
        new PrivilegedContainers(),
        new ProcMount(),
        new RestrictedCapabilities(),
        new RestrictedProcMount(),
        new RunAsNonRoot(),
        new RunAsRootUser(),
        new SeccompProfile(),
        new SeccompUnconfined(),
        new SelinuxOptions(),
        new Sysctls(),
        new VolumeTypes(),

        new DistinctProbes(),
        new InitContainerProbes(),
        new LivenessProbe(),
        new ProbePort(),
        new ReadinessProbe(),

        new ClusterAdminBinding(),
        new RbacCreatePods(),
        new RbacEscalation(),
        new RbacExec(),
        new RbacPortForward(),
        new RbacSecrets(),
        new RbacWildcards(),

        new AutoscalerTarget(),
        new IngressBackend(),
        new MonitorTarget(),
        new NetworkPolicyPeers(),
        new NetworkPolicySelectsPods(),
        new RoleBindingRole(),
        new RoleBindingSubject(),
        new RouteBackend(),
        new SelectorMatchesTemplate(),
        new ServiceAccountExists(),
        new ServiceSelectsPods(),
        new ServiceTargetPort(),
        new StatefulSetService(),

        new CpuLimit(),
        new CpuRequest(),
        new EphemeralStorage(),
        new MemoryLimit(),
        new MemoryRequest(),
        new NamespaceQuota(),
        new QuotaFits(),
        new ResourceRange(),

        new SecretAsEnv(),
        new SecretInConfigMap(),
        new SecretInEnv(),
    ];
}
