namespace Infra.Simulator.Api.InternalVersions;

/// <summary>
/// The fields of Kubernetes' internal types, which messages print. A line names a type and its fields in order; an indented line continues
/// it. A field is <c>Name=json</c> (the JSON name is omitted if it only differs in the case of the first letter), followed by its type:
/// nothing for a string, <c>#</c> for a number, <c>?</c> for a flag, <c>%</c> for a quantity, <c>*</c> for a value that may be null,
/// <c>:T</c>, <c>*T</c> and <c>[T</c> for a struct, a struct that may be null, and a list of structs. <c>+T</c> embeds a struct, <c>^</c>
/// takes the value from the enclosing object. Types with <c>@</c> are written as in the API: lower case, without empty fields.
/// </summary>
internal static class PodTypeTable
{
    public const string Text = """
        @LabelSelector MatchLabels* MatchExpressions[@LabelSelectorRequirement
        @LabelSelectorRequirement Key Operator Values*
        @ObjectMeta Name GenerateName Namespace Labels* Annotations* Finalizers*
        Affinity NodeAffinity*NodeAffinity PodAffinity*PodAffinity PodAntiAffinity*PodAntiAffinity
        AppArmorProfile Type LocalhostProfile*
        Capabilities Add* Drop*
        ConfigMapEnvSource +LocalObjectReference Optional*
        ConfigMapKeySelector +LocalObjectReference Key Optional*
        Container Name Image Command* Args* WorkingDir Ports[ContainerPort EnvFrom[EnvFromSource Env[EnvVar
          Resources:ResourceRequirements ResizePolicy[ContainerResizePolicy RestartPolicy*
          RestartPolicyRules[ContainerRestartRule VolumeMounts[VolumeMount VolumeDevices[VolumeDevice LivenessProbe*Probe
          ReadinessProbe*Probe StartupProbe*Probe Lifecycle*Lifecycle TerminationMessagePath TerminationMessagePolicy
          ImagePullPolicy SecurityContext*SecurityContext Stdin? StdinOnce? TTY=tty?
        ContainerPort Name HostPort# ContainerPort# Protocol HostIP
        ContainerResizePolicy ResourceName RestartPolicy
        ContainerRestartRule Action ExitCodes*ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes Operator Values*
        DaemonSetUpdateStrategy Type RollingUpdate*RollingUpdateDaemonSet
        DeploymentStrategy Type RollingUpdate*RollingUpdateDeployment
        EnvFromSource Prefix ConfigMapRef*ConfigMapEnvSource SecretRef*SecretEnvSource
        EnvVar Name Value ValueFrom*EnvVarSource
        EnvVarSource FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector ConfigMapKeyRef*ConfigMapKeySelector
          SecretKeyRef*SecretKeySelector FileKeyRef*FileKeySelector
        EphemeralContainer +Container TargetContainerName
        EvictionResponder Name Priority*
        ExecAction Command*
        FileKeySelector VolumeName Path Key Optional*
        GRPCAction Port# Service*
        HTTPGetAction Path Port# Host Scheme HTTPHeaders=httpHeaders[HTTPHeader
        HTTPHeader Name Value
        HostAlias IP=ip Hostnames*
        Lifecycle PostStart*LifecycleHandler PreStop*LifecycleHandler StopSignal*
        LifecycleHandler Exec*ExecAction HTTPGet=httpGet*HTTPGetAction TCPSocket=tcpSocket*TCPSocketAction Sleep*SleepAction
        LocalObjectReference Name
        NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution*NodeSelector
          PreferredDuringSchedulingIgnoredDuringExecution[PreferredSchedulingTerm
        NodeSelector NodeSelectorTerms[NodeSelectorTerm
        NodeSelectorRequirement Key Operator Values*
        NodeSelectorTerm MatchExpressions[NodeSelectorRequirement MatchFields[NodeSelectorRequirement
        ObjectFieldSelector APIVersion=apiVersion FieldPath
        PodAffinity RequiredDuringSchedulingIgnoredDuringExecution[PodAffinityTerm
          PreferredDuringSchedulingIgnoredDuringExecution[WeightedPodAffinityTerm
        PodAffinityTerm LabelSelector*@LabelSelector Namespaces* TopologyKey NamespaceSelector*@LabelSelector MatchLabelKeys*
          MismatchLabelKeys*
        PodAntiAffinity RequiredDuringSchedulingIgnoredDuringExecution[PodAffinityTerm
          PreferredDuringSchedulingIgnoredDuringExecution[WeightedPodAffinityTerm
        PodDNSConfig Nameservers* Searches* Options[PodDNSConfigOption
        PodDNSConfigOption Name Value*
        PodFailurePolicy Rules[PodFailurePolicyRule
        PodFailurePolicyOnExitCodesRequirement ContainerName* Operator Values*
        PodFailurePolicyOnPodConditionsPattern Type Status
        PodFailurePolicyRule Action OnExitCodes*PodFailurePolicyOnExitCodesRequirement
          OnPodConditions[PodFailurePolicyOnPodConditionsPattern
        PodOS Name
        PodReadinessGate ConditionType
        PodResourceClaim Name ResourceClaimName* ResourceClaimTemplateName*
        PodSchedulingGate Name
        PodSchedulingGroup PodGroupName*
        PodSecurityContext ^HostNetwork? ^HostPID? ^HostIPC? ^ShareProcessNamespace* ^HostUsers*
          SELinuxOptions=seLinuxOptions*SELinuxOptions WindowsOptions*WindowsSecurityContextOptions RunAsUser* RunAsGroup*
          RunAsNonRoot* SupplementalGroups* SupplementalGroupsPolicy* FSGroup=fsGroup* FSGroupChangePolicy=fsGroupChangePolicy*
          Sysctls[Sysctl SeccompProfile*SeccompProfile AppArmorProfile*AppArmorProfile SELinuxChangePolicy=seLinuxChangePolicy*
        PodSpec Volumes[Volume InitContainers[Container Containers[Container EphemeralContainers[EphemeralContainer
          RestartPolicy TerminationGracePeriodSeconds* ActiveDeadlineSeconds* DNSPolicy=dnsPolicy NodeSelector*
          ServiceAccountName AutomountServiceAccountToken* NodeName SecurityContext*PodSecurityContext
          ImagePullSecrets[LocalObjectReference Hostname Subdomain SetHostnameAsFQDN* Affinity*Affinity SchedulerName
          Tolerations[Toleration HostAliases[HostAlias PriorityClassName Priority* PreemptionPolicy*
          DNSConfig=dnsConfig*PodDNSConfig ReadinessGates[PodReadinessGate RuntimeClassName* Overhead* EnableServiceLinks*
          TopologySpreadConstraints[TopologySpreadConstraint OS=os*PodOS SchedulingGates[PodSchedulingGate
          ResourceClaims[PodResourceClaim Resources*ResourceRequirements HostnameOverride* SchedulingGroup*PodSchedulingGroup
        PodTemplateSpec +@ObjectMeta Spec:PodSpec
        PreferredSchedulingTerm Weight# Preference:NodeSelectorTerm
        Probe +ProbeHandler InitialDelaySeconds# TimeoutSeconds# PeriodSeconds# SuccessThreshold# FailureThreshold#
          TerminationGracePeriodSeconds*
        ProbeHandler Exec*ExecAction HTTPGet=httpGet*HTTPGetAction TCPSocket=tcpSocket*TCPSocketAction GRPC=grpc*GRPCAction
        ResourceClaim Name Request
        ResourceFieldSelector ContainerName Resource Divisor%
        ResourceRequirements Limits* Requests* Claims[ResourceClaim
        RollingUpdateDaemonSet MaxUnavailable# MaxSurge#
        RollingUpdateDeployment MaxUnavailable# MaxSurge#
        RollingUpdateStatefulSetStrategy Partition# MaxUnavailable*
        SELinuxOptions User Role Type Level
        ScopeSelector MatchExpressions[ScopedResourceSelectorRequirement
        ScopedResourceSelectorRequirement ScopeName Operator Values*
        SeccompProfile Type LocalhostProfile*
        SecretEnvSource +LocalObjectReference Optional*
        SecretKeySelector +LocalObjectReference Key Optional*
        SecurityContext Capabilities*Capabilities Privileged* SELinuxOptions=seLinuxOptions*SELinuxOptions
          WindowsOptions*WindowsSecurityContextOptions RunAsUser* RunAsGroup* RunAsNonRoot* ReadOnlyRootFilesystem*
          AllowPrivilegeEscalation* ProcMount* SeccompProfile*SeccompProfile AppArmorProfile*AppArmorProfile
        SleepAction Seconds#
        StatefulSetUpdateStrategy Type RollingUpdate*RollingUpdateStatefulSetStrategy
        SuccessPolicy Rules[SuccessPolicyRule
        SuccessPolicyRule SucceededIndexes* SucceededCount*
        Sysctl Name Value
        TCPSocketAction Port# Host
        Toleration Key Operator Value Effect TolerationSeconds*
        TopologySpreadConstraint MaxSkew# TopologyKey WhenUnsatisfiable LabelSelector*@LabelSelector MinDomains*
          NodeAffinityPolicy* NodeTaintsPolicy* MatchLabelKeys*
        WeightedPodAffinityTerm Weight# PodAffinityTerm:PodAffinityTerm
        WindowsSecurityContextOptions GMSACredentialSpecName=gmsaCredentialSpecName* GMSACredentialSpec=gmsaCredentialSpec*
          RunAsUserName* HostProcess*
        """;
}
