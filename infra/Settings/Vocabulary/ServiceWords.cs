namespace Infra.Backend.Settings.Vocabulary;

/// <summary>
/// Words for settings of a service: the keys of a service in the Compose specification, of the default values of Helm charts, and the
/// fields of PodSpec, Container and the workloads' specs in Kubernetes.
/// </summary>
internal static class ServiceWords
{
    internal const string NoExternalIPs =
        "any user of Services could take over addresses with it; write 'traffic: {expose: loadBalancer, loadBalancerIP: …}'";

    private const string NoHost = "pods do not use the node's namespaces or devices, which Pod Security forbids";
    private const string KubernetesObject =
        "this is part of a Kubernetes object; write the settings of the service instead, such as 'image'";
    private const string NameIsKey = "the key under 'services' is the name";
    private const string Resources = "with a quantity, as in 500m or 512Mi";
    private const string Seconds = "with a unit, as in 30s";

    private static readonly ForeignWord Mounts = new(
        "volumeMounts volumeMount mounts persistence persistentVolumeClaim persistentVolumeClaims pvc",
        "volumes"
    );

    public static ForeignWord[] All { get; } =
    [
        // The container
        new("environment envVars extraEnv extraEnvVars envList environmentVariables configMapEnv", "env", "one 'NAME: value' to a line"),
        new("envFile environmentFile", "envFrom", "with a Secret or ConfigMap of the cluster, or the variables themselves under 'env'"),
        new("envFrom extraEnvFrom envFromSecret envFromConfigMap", "envFrom"),
        new("entrypoint cmd", "command"),
        new("arguments extraArgs", "args"),
        new("repository imageName containerImage", "image", "as repository:tag"),
        new("tag imageTag version appVersion", "image.tag"),
        new("digest", "image.digest"),
        new("registry imageRegistry", "image.registry"),
        new("imagePullPolicy pullPolicy", "image.pullPolicy"),
        new("imagePullSecrets imagePullSecret pullSecrets pullSecret", "", "write 'images: {pullSecrets: [<secret>]}' at the top level"),
        new("build develop", "", "images are built elsewhere; write 'image'"),
        new("restartPolicy restartPolicyRules", "restart"),
        new("stdin stdinOnce stdinOpen tty attach", "", "containers have no terminal; remove it"),
        new("terminationMessagePath", "terminationMessage.path"),
        new("terminationMessagePolicy", "terminationMessage.policy"),
        new("stopSignal", "", "the image sets the signal (STOPSIGNAL in its Dockerfile); remove it"),
        new("logging logDriver", "", "containers log to standard output, which the stack's 'monitoring' collects; remove it"),
        // Probes and shutdown
        new("healthcheck healthchecks probe probes customLivenessProbe", "health"),
        new("livenessProbe liveness", "health.liveness"),
        new("readinessProbe readiness customReadinessProbe", "health.readiness"),
        new("startupProbe startup customStartupProbe", "health.startup"),
        new("terminationGracePeriodSeconds stopGracePeriod gracePeriod", "shutdown.finish", Seconds),
        new("lifecycleHooks hooks", "lifecycle"),
        new("preStop", "lifecycle.preStop", "or 'shutdown: {drain: …}' for a pod that only waits while it stops"),
        new("postStart", "lifecycle.postStart"),
        // Replicas and rollout
        new("replicaCount numReplicas desiredCount scale instances", "replicas"),
        new("minReplicas minReplicaCount", "scaling.min"),
        new("maxReplicas maxReplicaCount", "scaling.max"),
        new("targetCPUUtilizationPercentage", "scaling.cpu"),
        new("targetMemoryUtilizationPercentage", "scaling.memory"),
        new("autoscaling autoscaler autoscale hpa horizontalPodAutoscaler", "scaling", "with 'min', 'max' and a target such as 'cpu: 70'"),
        new("keda scaledObject triggers", "scaling.queue", "and 'keda: true' at the top level if the clusters have it"),
        new("verticalPodAutoscaler vpa", "", "vertical autoscaling has no setting; write 'resources'"),
        new("deploy", "", "write what is under it as 'replicas', 'resources', 'restart' and 'placement' of the service"),
        new("strategy updateStrategy deploymentStrategy rollingUpdate updateConfig", "rollout"),
        new("maxSurge", "rollout.maxSurge"),
        new("maxUnavailable", "rollout.maxUnavailable", "or 'disruptionBudget: {maxUnavailable: …}' for evictions"),
        new("minReadySeconds", "rollout.minReady", Seconds),
        new("progressDeadlineSeconds", "rollout.deadline", Seconds),
        new("revisionHistoryLimit", "rollout.history"),
        new("paused rollbackConfig", "", "'kubectl rollout' pauses and rolls back; remove it"),
        new("serviceName", "", "a stateful service has a Service of its own for its pods' names; remove it"),
        new("ordinals", "patches"),
        new("podManagementPolicy", "startup", "'ordered' or 'parallel'"),
        new("podDisruptionBudget pdb", "disruptionBudget"),
        new("minAvailable", "disruptionBudget.minAvailable"),
        // Network
        new("containerPort containerPorts targetPort servicePort listen", "port"),
        new("ports", "port", "the port that the container listens on"),
        new("expose exposed", "port", "or 'traffic: {expose: …}' for access from outside the cluster"),
        new("nodePort", "traffic.expose", "as nodePort"),
        new("service services svc", "", "write 'port' for the Service, and 'traffic' for how it is reached"),
        new("serviceType loadBalancer", "traffic.expose", "one of the ways from outside"),
        new("ingress ingresses httpRoute route routes virtualService gateway host hosts domain domains vhost", "traffic.hosts"),
        new("paths pathPrefix", "traffic.paths"),
        new("className ingressClassName ingressClass", "", "write 'loadBalancing: {backend: ingress, ingressClass: …}' at the top level"),
        new("sessionAffinity sessionAffinityConfig", "traffic.stickyFor"),
        new("topologyKeys topologyMode", "traffic.trafficDistribution"),
        new("sourceRanges", "traffic.loadBalancerSourceRanges"),
        new("clusterIPs", "traffic.clusterIP"),
        new("externalIPs", "", NoExternalIPs),
        new("externalName", "", "callers use the outside name itself; write it in 'external' of the services that connect to it"),
        new("extraServices additionalServices", "traffic.services"),
        new("protocol appProtocol", "traffic.protocol"),
        new("dependsOn links externalLinks upstreams dependencies requires", "calls", "the services it connects to"),
        new("egress allowedHosts", "external"),
        new("networkPolicy networkPolicies networks networkMode", "", "network policies follow from 'calls' and 'external'; remove it"),
        new("extraHosts", "hostAliases", "as {<address>: [<host name>]}"),
        new("dnsConfig", "dns"),
        new("dnsPolicy", "dns.policy"),
        new("dnsSearch searches", "dns.searches"),
        new("dnsOpt", "dns.options"),
        new("nameservers", "dns.nameservers"),
        new("hostnameOverride setHostnameAsFQDN subdomain", "patches"),
        new("domainname macAddress", "", "Kubernetes derives it from the pod's name; remove it"),
        new("enableServiceLinks", "", "addresses of other services come from 'calls'; remove it"),
        // Volumes and files
        Mounts,
        new("persistentVolumeClaimRetentionPolicy", "volumes"),
        new("volumeClaimTemplates extraVolumes extraVolumeMounts volumesFrom volumeDevices storage tmpfs emptyDir shmSize", "volumes"),
        new("configs configMap configMaps configFiles fileMounts", "files", "one '<absolute path>: <content>' to a line"),
        new(
            "secret secrets existingSecret secretEnv",
            "env",
            "and encrypt the value: infra config set --secret --path infra:services.<service>.env.<NAME>"
        ),
        // Placement
        new("nodeSelector cpuset", "placement.pool", "and define the pool under 'pools' at the top level"),
        new("affinity nodeAffinity", "placement.affinity", "as label selectors: {required: [\"disk in (ssd, nvme), !spot\"]}"),
        new("nodeName", "placement.affinity", "as {required: [\"kubernetes.io/hostname=<node>\"]}"),
        new("tolerations toleration", "placement.tolerations"),
        new("podAffinity", "placement.near"),
        new("podAntiAffinity", "placement.awayFrom"),
        new("topologySpreadConstraints topologySpread spread", "placement.spread", "or 'zones' and 'nodes' for the usual rules"),
        new("priorityClassName priority priorityClass", "placement.priority"),
        new("runtimeClassName runtime runtimeClass", "placement.runtime"),
        new("schedulerName scheduler", "placement.scheduler"),
        new("overhead", "", "write 'runtimes: {<name>: {handler: …, overhead: …}}' at the top level, and 'placement: {runtime: <name>}'"),
        new("preemptionPolicy", "", "write 'priorities: {<name>: {value: …, preempts: false}}' at the top level"),
        new("schedulingGates schedulingGroup workloadRef resourceClaims readinessGates resizePolicy", "patches"),
        new("os", "", "pods run on Linux; remove it"),
        // Resources
        new("gpus gpu", "resources.extended", "as {nvidia.com/gpu: 1}"),
        new("cpu cpus cpuCount cpuQuota cpuLimit", "resources.limits", Resources),
        new("memory memLimit mem memoryLimit", "resources.limits", Resources),
        new("memReservation cpuShares cpuRequest memoryRequest", "resources.requests", Resources),
        new(
            "cpuPercent cpuPeriod cpuRtPeriod cpuRtRuntime memSwappiness memswapLimit oomKillDisable oomScoreAdj",
            "",
            "Kubernetes has no such limit; write 'resources'"
        ),
        new("blkioConfig pidsLimit ulimits storageOpt isolation", "", "Kubernetes limits it per node or not at all; write 'resources'"),
        // Security
        new("securityContext podSecurityContext containerSecurityContext security", "security"),
        new("user runAsUser runAsNonRoot", "security.user"),
        new("group runAsGroup", "security.group"),
        new("fsGroup", "security.fsGroup"),
        new("groupAdd supplementalGroups", "security.supplementalGroups"),
        new("readOnly readOnlyRootFilesystem", "security.writableRoot", "true for a root file system that can be written"),
        new("capAdd capabilities", "security.capabilities"),
        new("capDrop", "", "all capabilities are dropped; remove it"),
        new("allowPrivilegeEscalation", "security.allowPrivilegeEscalation"),
        new("sysctls", "security.sysctls"),
        new("securityOpt seccompProfile", "security.seccomp"),
        new("privileged", "security.privileged"),
        new("hostUsers usernsMode", "security.hostUsers"),
        new("devices deviceCgroupRules hostNetwork hostPID hostIPC pid ipc uts cgroup cgroupParent", "", NoHost),
        new("useApiSocket credentialSpec hostPath", "", NoHost),
        new("serviceAccount", "serviceAccount"),
        new("serviceAccountName", "serviceAccount.existing"),
        new("automountServiceAccountToken automount", "serviceAccount.token"),
        new("rbac role roleBinding clusterRole permissions", "serviceAccount.rules"),
        // Containers beside it
        new("initContainers extraInitContainers initContainer", "init", "one '<name>: {image: …}' to a line"),
        new("containers extraContainers sidecarContainers sidecar", "sidecars", "one '<name>: {image: …}' to a line"),
        new("ephemeralContainers", "", "'kubectl debug' adds them; remove it"),
        // Labels and names
        new("labels podLabels extraLabels commonLabels labelFile", "labels"),
        new("annotations podAnnotations extraAnnotations commonAnnotations", "annotations"),
        new("team", "owner"),
        new("name containerName nameOverride fullnameOverride", "", NameIsKey),
        new("namespace namespaceOverride", "", "write 'namespace' at the top level; all services share it"),
        new("metadata spec template selector apiVersion status podSpec podTemplate", "", KubernetesObject),
        // Runs
        new("cronJob cron cronSchedule", "schedule", "and 'kind: cron'"),
        new("timeZone", "schedule.timeZone"),
        new("concurrencyPolicy", "schedule.concurrency"),
        new("startingDeadlineSeconds", "schedule.startWithin", Seconds),
        new("backoffLimit retries", "job.retries"),
        new("completions", "job.completions"),
        new("parallelism", "job.parallelism"),
        new("activeDeadlineSeconds", "job.deadline", Seconds),
        new("ttlSecondsAfterFinished", "job.keepFor", Seconds),
        new("successfulJobsHistoryLimit", "schedule.keepSuccessful"),
        new("failedJobsHistoryLimit", "schedule.keepFailed"),
        new("suspend", "schedule.suspend"),
        new("completionMode", "job.completionMode"),
        new("backoffLimitPerIndex", "job.retriesPerIndex"),
        new("maxFailedIndexes", "job.maxFailedIndexes"),
        new("podFailurePolicy", "job.podFailurePolicy"),
        new("successPolicy", "job.successPolicy"),
        new("managedBy podReplacementPolicy manualSelector", "patches"),
        new("type", "kind"),
        // Monitoring
        new("serviceMonitor podMonitor prometheus monitoring", "metrics"),
        new("alerts slos objectives", "slo"),
        // Compose
        new("profiles extends", "", "a stack's file sets a service to null to leave it out; 'defaults' and YAML anchors share settings"),
        new("platform driverOpts provider models", "", "there is none for it; remove it"),
        new("global enabled", "", "a stack's file sets a service to null to leave it out; remove it"),
        new(
            "patch overrides rawOverrides patchesStrategicMerge patchesJson6902 kustomize",
            "patches",
            "one '{kind: …, merge: {…}}' for each object"
        ),
        new(
            "extraObjects extraDeploy extraManifests manifests raw rawResources resourcesRaw helm helmCharts",
            "",
            "write 'manifests' at the top level"
        ),
    ];

    /// <summary>The words for a container beside the service, which mounts the service's volumes.</summary>
    public static ForeignWord[] Container { get; } =
    [
        .. All.Where(word => word != Mounts),
        new(
            "volumeMounts volumeMount volumes persistence persistentVolumeClaim persistentVolumeClaims pvc",
            "mounts",
            "as {<volume>: <path>}, of volumes in the service's 'volumes'"
        ),
    ];
}
