namespace Infra.Backend.Settings.Vocabulary;

/// <summary>Words for settings of other records than a service.</summary>
internal static class RecordWords
{
    private const string Seconds = "with a unit, as in 30s";
    private const string KubernetesObject = "this is part of a Kubernetes object; describe the services under 'services'";

    private const string ManifestFiles = "with files of the objects, such as manifests/*.yaml";
    private const string ChartOutput = "with the output of 'helm template' or 'kustomize build' in a file";

    public static ForeignWord[] Stack { get; } =
    [
        new("version", "", "Compose's version has no meaning here; remove it"),
        new("project projectName nameOverride fullnameOverride system app", "name"),
        new("namespaceOverride", "namespace"),
        new("apiVersion kind metadata spec data stringData items", "", KubernetesObject),
        new("context kubeContext", "cluster.context"),
        new("kubeconfig", "cluster.kubeconfig"),
        new("networks networkPolicy", "", "network policies follow from the services' 'calls' and 'external'; remove it"),
        new("configs secrets configMaps", "", "write 'files' and 'env' at the service that uses them"),
        new("persistence persistentVolumeClaims pvc storage", "volumes", "or 'volumes' at the service, if only one uses it"),
        new("imagePullSecrets pullSecrets imagePullSecret", "images.pullSecrets"),
        new("imageRegistry registry", "images.registry"),
        new("ingress gateway httpRoute loadBalancer", "loadBalancing", "and 'traffic: {hosts: […]}' at the services"),
        new("ingressClassName ingressClass", "loadBalancing.ingressClass"),
        new("gatewayClassName gatewayClass", "loadBalancing.gatewayClass"),
        new("environments stages stacks", "", "each stack has its own file, stacks/Pulumi.<stack>.yaml"),
        new("global commonSettings common shared", "defaults.all"),
        new("prometheus grafana alertmanager logging", "monitoring"),
        new("alerts alerting", "monitoring.routing"),
        new("rbac permissions", "access"),
        new("resourceQuota limits", "quota"),
        new("priorityClasses", "priorities"),
        new("runtimeClasses", "runtimes"),
        new("nodePools nodeSelector nodeGroups", "pools"),
        new("patches patch patchesStrategicMerge patchesJson6902", "", "write 'patches' at the service whose objects they change"),
        new("include extends", "", "there is one catalogue; YAML anchors and 'defaults' share settings in it"),
        new("extraObjects extraDeploy extraManifests extraResources rawResources raw resources crds", "manifests", ManifestFiles),
        new("helm helmCharts charts chart kustomize kustomizations", "manifests", ChartOutput),
        new("commonLabels", "labels"),
        new("commonAnnotations", "annotations"),
    ];

    public static ForeignWord[] Image { get; } =
    [
        new("repository name image", "reference", "as repository:tag"),
        new("imagePullPolicy", "pullPolicy"),
        new("sha256", "digest"),
        new("context dockerfile", "build", "as the folder with the Dockerfile"),
    ];

    public static ForeignWord[] Build { get; } =
    [
        new("folder path directory", "context"),
        new("file dockerFile containerfile", "dockerfile"),
        new("buildArgs arguments", "args"),
        new("stage", "target"),
        new("platforms arch architecture", "platform", "as linux/arm64; one image has one platform"),
        new("cache cache_from", "cacheFrom"),
        new("name image", "repository"),
        new("registry", "", "write it beside 'build', or 'images: {builds: <registry>}' for all"),
        new("secrets ssh", "", "secrets of a build are not supported; build the image elsewhere and write its 'reference'"),
    ];

    public static ForeignWord[] Health { get; } =
    [
        new("initialDelaySeconds startPeriod initialDelay", "startWithin", "the longest time until it answers; probes begin at once"),
        new("periodSeconds interval period", "detectWithin", "the time until a failed pod is detected"),
        new("timeoutSeconds timeout", "readiness.timeout", Seconds),
        new("failureThreshold retries failures", "readiness.failures"),
        new("successThreshold startInterval", "", "there is none for it; remove it"),
        new("httpGet http endpoint url", "path"),
        new("exec test cmd", "command", "as a list, such as [/app/health]"),
        new("tcpSocket tcp grpc", "", "the probes suit the protocol of the port; remove it, and write 'traffic: {protocol: tcp}' or grpc"),
        new("livenessProbe", "liveness"),
        new("readinessProbe", "readiness"),
        new("startupProbe", "startup"),
        new("disable disabled enabled", "liveness.enabled", "false, for each probe that is not wanted"),
    ];

    public static ForeignWord[] Probe { get; } =
    [
        new("periodSeconds interval", "period", Seconds),
        new("timeoutSeconds", "timeout", Seconds),
        new("failureThreshold retries", "failures"),
        new("httpGet http", "path"),
        new("exec test", "command", "as a list, such as [/app/health]"),
        new("initialDelaySeconds startPeriod", "", "write 'health: {startWithin: …}'; the other probes begin when the service has started"),
        new("disable disabled", "enabled", "false"),
    ];

    public static ForeignWord[] Shutdown { get; } =
    [
        new("terminationGracePeriodSeconds stopGracePeriod gracePeriod timeout", "finish", Seconds),
        new("preStop preStopSleepSeconds delay sleep", "drain", Seconds),
    ];

    public static ForeignWord[] Resources { get; } =
    [
        new("cpu memory", "requests", "and 'limits'"),
        new("reservations", "requests"),
        new("requestsCpu requestsMemory", "requests"),
        new("claims", "", "claims of devices have no setting; write 'patches' at the service"),
        new("nvidia.com/gpu amd.com/gpu gpu gpus devices", "extended", "as {nvidia.com/gpu: 1}"),
        new("name", "size"),
    ];

    public static ForeignWord[] Scaling { get; } =
    [
        new("minReplicas minReplicaCount minimum minSize", "min"),
        new("maxReplicas maxReplicaCount maximum maxSize", "max"),
        new("targetCPUUtilizationPercentage targetCPU averageUtilization cpuPercent", "cpu"),
        new("targetMemoryUtilizationPercentage targetMemory", "memory"),
        new("behavior", "behaviour"),
        new("stabilizationWindowSeconds cooldownPeriod", "down.stabilization", Seconds),
        new("scaleUp", "up"),
        new("scaleDown", "down"),
        new("metrics triggers", "external", "or 'pods' for the service's own metrics"),
        new("enabled", "", "remove 'scaling' for a fixed number of replicas"),
        new("replicas replicaCount", "", "write 'min' and 'max'; a fixed number is 'replicas' of the service"),
    ];

    public static ForeignWord[] Volume { get; } =
    [
        new("mountPath target path", "mount"),
        new("storageClassName class", "storageClass"),
        new("accessModes accessMode", "access"),
        new("storage capacity sizeLimit", "size"),
        new("type medium emptyDir persistentVolumeClaim", "kind"),
        new("secretName secret source claimName existingClaim configMap name reference image", "from", "and the 'kind'"),
        new("volumeMounts paths", "mounts", "as [{path: …, subPath: …}]"),
        new("defaultMode permissions", "mode", "as \"0440\""),
        new("volumeAttributes parameters options", "attributes"),
        new("nodePublishSecretRef", "nodePublishSecret"),
        new("persistentVolumeClaimRetentionPolicy reclaimPolicy retention whenDeleted retain", "onRemoval", "'keep' or 'delete'"),
        new("ro", "readOnly"),
        new("nocopy external labels driverOpts consistency bind volume", "", "Compose's option has no meaning here; remove it"),
        new("volumeMode volumeDevices devicePath", "", "pods mount file systems, not block devices; remove it"),
        new("hostPath nfs", "", "pods do not mount folders of nodes; write 'kind: persistent' and a storage class"),
    ];

    public static ForeignWord[] VolumeMount { get; } =
    [
        new("mountPath target mount", "path"),
        new("mountPropagation", "propagation"),
        new("ro", "readOnly"),
        new("name volume source", "", "the volume is the one whose 'mounts' these are, or the key of a container's 'mounts'"),
        new("container", "containers", "as a list"),
    ];

    public static ForeignWord[] ProjectedSource { get; } =
    [
        new("secretName", "secret"),
        new("name", "", "write '{secret: <name>}' or '{configMap: <name>}'"),
        new("token", "serviceAccountToken", "as {audience: …, expiration: …, path: …}"),
        new("fields field fieldRef", "downwardAPI", "as {<path>: metadata.labels}"),
        new("clusterTrustBundle podCertificate", "", "it is beta and off by default in Kubernetes; see docs/kubernetes-fields.md"),
        new("audience expirationSeconds expiration", "serviceAccountToken", "as {audience: …, expiration: …, path: …}"),
    ];

    public static ForeignWord[] Environment { get; } =
    [
        new("valueFrom secretKeyRef", "key", "as {secret: <name>, key: <key>}"),
        new("configMapKeyRef", "configMap", "as {configMap: <name>, key: <key>}"),
        new("fieldRef fieldPath", "field"),
        new("resourceFieldRef", "resource"),
        new("name", "", "the key is the variable's name; write '<NAME>: <value>'"),
        new("url service", "address"),
    ];

    public static ForeignWord[] Job { get; } =
    [
        new("backoffLimitPerIndex", "retriesPerIndex"),
        new("backoffLimit", "retries"),
        new("activeDeadlineSeconds timeout", "deadline", Seconds),
        new("ttlSecondsAfterFinished ttl", "keepFor", Seconds),
        new("schedule cron", "", "write 'schedule' at the service"),
    ];

    public static ForeignWord[] Schedule { get; } =
    [
        new("schedule expression", "cron"),
        new("concurrencyPolicy", "concurrency"),
        new("startingDeadlineSeconds", "startWithin", Seconds),
        new("successfulJobsHistoryLimit", "keepSuccessful"),
        new("failedJobsHistoryLimit", "keepFailed"),
        new("tz", "timeZone"),
    ];

    public static ForeignWord[] Placement { get; } =
    [
        new("nodeSelector", "pool", "and define the pool under 'pools' at the top level"),
        new("nodeAffinity", "affinity"),
        new("nodeName", "affinity", "as {required: [\"kubernetes.io/hostname=<node>\"]}"),
        new("topologySpreadConstraints topologySpread", "spread"),
        new("schedulerName", "scheduler"),
        new("podAffinity", "near"),
        new("podAntiAffinity", "awayFrom"),
        new("priorityClassName", "priority"),
        new("runtimeClassName", "runtime"),
        new("toleration", "tolerations"),
    ];

    public static ForeignWord[] Patch { get; } =
    [
        new("target objectKind", "kind", "and 'name' for one of several objects of the kind"),
        new(
            "patch strategicMerge patchStrategicMerge patchesStrategicMerge strategic spec",
            "merge",
            "as {spec: …}, or 'json' for a JSON patch"
        ),
        new("jsonPatch json6902 patchesJson6902 operations ops", "json"),
        new("apiVersion group version", "", "the kind is enough; remove it"),
        new("namespace labelSelector annotationSelector", "", "a patch changes objects of its service only; remove it"),
    ];

    public static ForeignWord[] Cluster { get; } =
    [new("type", "kind"), new("kubeContext", "context"), new("kubeConfig", "kubeconfig"), new("domain", "clusterDomain")];
}
