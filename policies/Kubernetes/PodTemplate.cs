using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The pods an object is or makes: their labels and their spec.</summary>
internal sealed class PodTemplate
{
    private IReadOnlyList<Container>? _containers;

    private PodTemplate(KubernetesObject owner, PropertyNode metadata, PropertyNode spec) => (Owner, Metadata, Spec) = (owner, metadata, spec);

    /// <summary>The object that is the pod or makes it.</summary>
    public KubernetesObject Owner { get; }

    public PropertyNode Metadata { get; }

    public PropertyNode Spec { get; }

    public PropertyNode Labels => Metadata["labels"];

    /// <summary>The labels with their values.</summary>
    public IReadOnlyDictionary<string, string> LabelValues =>
        Labels.Entries.ToDictionary(label => label.Key, label => label.Value.Scalar ?? "", StringComparer.Ordinal);

    public PropertyNode SecurityContext => Spec["securityContext"];

    public PropertyNode Volumes => Spec["volumes"];

    /// <summary>True for pods of nodes that run Windows, where Linux' means of isolation do not exist.</summary>
    public bool IsWindows => Spec["os"]["name"].Text == "windows";

    /// <summary>True for pods whose users, root too, are nobody on the node. The Pod Security Standards ask less of them from Kubernetes 1.35 on.</summary>
    public bool HasUserNamespace => Spec["hostUsers"].Flag == false;

    /// <summary>True for pods that serve until they are replaced, not those that end when their work is done.</summary>
    public bool IsLongRunning => Owner.Kind switch
    {
        "Job" or "CronJob" => false,
        "Pod" or "PodTemplate" => Spec["restartPolicy"].Text is null or "Always",
        _ => true,
    };

    /// <summary>Every container, also those that only start the pod or are attached later.</summary>
    public IReadOnlyList<Container> Containers => _containers ??=
    [
        .. Objects("initContainers").Select(node => new Container(this, node, node["restartPolicy"].Text == "Always" ? ContainerRole.Sidecar : ContainerRole.Init)),
        .. Objects("containers").Select(node => new Container(this, node, ContainerRole.Main)),
        .. Objects("ephemeralContainers").Select(node => new Container(this, node, ContainerRole.Ephemeral)),
    ];

    public static PodTemplate? Find(KubernetesObject owner)
    {
        var root = owner.Root;
        return (owner.Kind, owner.Group) switch
        {
            ("Pod", "") => new PodTemplate(owner, root["metadata"], root["spec"]),
            ("PodTemplate", "") => Of(owner, root["template"]),
            ("ReplicationController", "") => Of(owner, root["spec"]["template"]),
            ("Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet", "apps") => Of(owner, root["spec"]["template"]),
            ("Job", "batch") => Of(owner, root["spec"]["template"]),
            ("CronJob", "batch") => Of(owner, root["spec"]["jobTemplate"]["spec"]["template"]),
            _ => null,
        };
    }

    private IEnumerable<PropertyNode> Objects(string list) => Spec[list].Items.Where(item => item.IsObject);

    private static PodTemplate Of(KubernetesObject owner, PropertyNode template) => new(owner, template["metadata"], template["spec"]);
}
