namespace Infra.Simulator.Objects;

/// <summary>A resource type without a version: an API group and a plural name. Objects are stored by resource type.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The plural, lower-case name, such as <c>pods</c>.</param>
public readonly record struct GroupResource(string Group, string Resource)
{
    /// <summary>Pods of the core group.</summary>
    public static readonly GroupResource Pods = new("", "pods");

    /// <summary>Nodes of the core group.</summary>
    public static readonly GroupResource Nodes = new("", "nodes");

    /// <summary>Namespaces of the core group.</summary>
    public static readonly GroupResource Namespaces = new("", "namespaces");

    /// <summary>Services of the core group.</summary>
    public static readonly GroupResource Services = new("", "services");

    /// <summary>Endpoints of the core group.</summary>
    public static readonly GroupResource Endpoints = new("", "endpoints");

    /// <summary>ConfigMaps of the core group.</summary>
    public static readonly GroupResource ConfigMaps = new("", "configmaps");

    /// <summary>Secrets of the core group.</summary>
    public static readonly GroupResource Secrets = new("", "secrets");

    /// <summary>ServiceAccounts of the core group.</summary>
    public static readonly GroupResource ServiceAccounts = new("", "serviceaccounts");

    /// <summary>Events; those of the group events.k8s.io are the same objects.</summary>
    public static readonly GroupResource Events = new("", "events");

    /// <summary>ResourceQuotas of the core group.</summary>
    public static readonly GroupResource ResourceQuotas = new("", "resourcequotas");

    /// <summary>LimitRanges of the core group.</summary>
    public static readonly GroupResource LimitRanges = new("", "limitranges");

    /// <summary>PersistentVolumes of the core group.</summary>
    public static readonly GroupResource PersistentVolumes = new("", "persistentvolumes");

    /// <summary>PersistentVolumeClaims of the core group.</summary>
    public static readonly GroupResource PersistentVolumeClaims = new("", "persistentvolumeclaims");

    /// <summary>ReplicationControllers of the core group.</summary>
    public static readonly GroupResource ReplicationControllers = new("", "replicationcontrollers");

    /// <summary>Deployments of the group apps.</summary>
    public static readonly GroupResource Deployments = new("apps", "deployments");

    /// <summary>ReplicaSets of the group apps.</summary>
    public static readonly GroupResource ReplicaSets = new("apps", "replicasets");

    /// <summary>StatefulSets of the group apps.</summary>
    public static readonly GroupResource StatefulSets = new("apps", "statefulsets");

    /// <summary>DaemonSets of the group apps.</summary>
    public static readonly GroupResource DaemonSets = new("apps", "daemonsets");

    /// <summary>ControllerRevisions of the group apps.</summary>
    public static readonly GroupResource ControllerRevisions = new("apps", "controllerrevisions");

    /// <summary>Jobs of the group batch.</summary>
    public static readonly GroupResource Jobs = new("batch", "jobs");

    /// <summary>CronJobs of the group batch.</summary>
    public static readonly GroupResource CronJobs = new("batch", "cronjobs");

    /// <summary>HorizontalPodAutoscalers, stored as autoscaling/v2.</summary>
    public static readonly GroupResource HorizontalPodAutoscalers = new("autoscaling", "horizontalpodautoscalers");

    /// <summary>PodDisruptionBudgets of the group policy.</summary>
    public static readonly GroupResource PodDisruptionBudgets = new("policy", "poddisruptionbudgets");

    /// <summary>EndpointSlices of the group discovery.k8s.io.</summary>
    public static readonly GroupResource EndpointSlices = new("discovery.k8s.io", "endpointslices");

    /// <summary>Leases of the group coordination.k8s.io.</summary>
    public static readonly GroupResource Leases = new("coordination.k8s.io", "leases");

    /// <summary>Ingresses of the group networking.k8s.io.</summary>
    public static readonly GroupResource Ingresses = new("networking.k8s.io", "ingresses");

    /// <summary>PriorityClasses of the group scheduling.k8s.io.</summary>
    public static readonly GroupResource PriorityClasses = new("scheduling.k8s.io", "priorityclasses");

    /// <summary>StorageClasses of the group storage.k8s.io.</summary>
    public static readonly GroupResource StorageClasses = new("storage.k8s.io", "storageclasses");

    /// <summary>CertificateSigningRequests of the group certificates.k8s.io.</summary>
    public static readonly GroupResource CertificateSigningRequests = new("certificates.k8s.io", "certificatesigningrequests");

    /// <summary>CustomResourceDefinitions of the group apiextensions.k8s.io.</summary>
    public static readonly GroupResource CustomResourceDefinitions = new("apiextensions.k8s.io", "customresourcedefinitions");

    /// <summary>Formats the resource type as in Kubernetes' messages: <c>deployments.apps</c>, <c>pods</c>.</summary>
    public override string ToString() => Group.Length == 0 ? Resource : $"{Resource}.{Group}";
}
