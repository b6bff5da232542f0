namespace Infra.Backend.Settings.Vocabulary;

/// <summary>Words for settings of pods: their placement, processes, resources and replacement.</summary>
internal static class PodWords
{
    private const string Seconds = "with a unit, as in 30s";

    public static ForeignWord[] NodeAffinity { get; } =
    [
        new("requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms", "required", "a label selector for each term"),
        new("preferredDuringSchedulingIgnoredDuringExecution", "preferred"),
        new("nodeAffinity", "", "write what is under it as 'required' and 'preferred'"),
        new("podAffinity", "", "write 'placement: {near: [<service>]}'"),
        new("podAntiAffinity", "", "write 'placement: {awayFrom: [<service>]}'"),
    ];

    public static ForeignWord[] PreferredNode { get; } =
    [new("preference matchExpressions key operator values", "nodes", "as a label selector, such as \"disk in (ssd, nvme)\"")];

    public static ForeignWord[] Neighbour { get; } =
    [new("topologyKey", "topology"), new("labelSelector podAffinityTerm", "service", "the service's name")];

    public static ForeignWord[] Spread { get; } =
    [
        new("topologyKey key", "topology"),
        new("labelSelector matchLabels", "", "it counts the pods of the service; remove it"),
        new("required", "whenUnsatisfiable", "as doNotSchedule"),
    ];

    public static ForeignWord[] Toleration { get; } = [new("tolerationSeconds seconds", "for", Seconds)];

    public static ForeignWord[] Runtime { get; } =
    [new("podFixed", "overhead"), new("nodeSelector", "labels"), new("scheduling", "", "write 'labels' and 'tolerations'")];

    public static ForeignWord[] Amounts { get; } =
    [
        new("ephemeral-storage storage", "ephemeralStorage"),
        new("nvidia.com/gpu amd.com/gpu gpu", "", "write 'extended: {nvidia.com/gpu: 1}' beside 'requests' and 'limits'"),
        new("hugepages-2Mi hugepages-1Gi", "", "write 'extended: {hugepages-2Mi: …}' beside 'requests' and 'limits'"),
    ];

    public static ForeignWord[] Lifecycle { get; } =
    [new("stopSignal", "", "the image sets the signal (STOPSIGNAL in its Dockerfile); remove it")];

    public static ForeignWord[] Hook { get; } =
    [
        new("exec", "command", "as a list, such as [/app/drain]"),
        new("httpGet http", "path"),
        new("httpHeaders", "headers"),
        new("sleepSeconds seconds", "sleep", Seconds),
        new("tcpSocket", "", "Kubernetes ignores it; write 'command', 'path' or 'sleep'"),
    ];

    public static ForeignWord[] Dns { get; } = [new("nameserver servers", "nameservers"), new("search", "searches"), new("opt", "options")];

    public static ForeignWord[] ScalingRules { get; } =
    [
        new("stabilizationWindowSeconds", "stabilization", Seconds),
        new("selectPolicy", "select"),
        new("value", "by"),
        new("periodSeconds", "every", Seconds),
    ];

    public static ForeignWord[] Rollout { get; } =
    [
        new("type", "strategy"),
        new("rollingUpdate", "", "write what is under it as 'maxSurge', 'maxUnavailable' and 'partition'"),
        new("minReadySeconds", "minReady", Seconds),
        new("progressDeadlineSeconds", "deadline", Seconds),
        new("revisionHistoryLimit", "history"),
    ];

    public static ForeignWord[] DisruptionBudget { get; } = [new("unhealthyPodEvictionPolicy", "unhealthyPods")];
}
