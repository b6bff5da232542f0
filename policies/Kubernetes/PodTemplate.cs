using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The pods an object is or creates.</summary>
internal sealed class PodTemplate
{
    private IReadOnlyList<Container>? _containers;

    private PodTemplate(KubernetesObject owner, PropertyNode metadata, PropertyNode spec) =>
        (Owner, Metadata, Spec) = (owner, metadata, spec);

    /// <summary>The object that is the pod or creates it.</summary>
    public KubernetesObject Owner { get; }

    public PropertyNode Metadata { get; }

    public PropertyNode Spec { get; }

    public PropertyNode Labels => Metadata["labels"];

    /// <summary>The labels by key.</summary>
    public IReadOnlyDictionary<string, string> LabelValues =>
        Labels.Entries.ToDictionary(label => label.Key, label => label.Value.Scalar ?? "", StringComparer.Ordinal);

    public PropertyNode SecurityContext => Spec["securityContext"];

    public PropertyNode Volumes => Spec["volumes"];

    /// <summary>True for pods of Windows nodes, where the security settings of Linux do not apply.</summary>
    public bool IsWindows => Spec["os"]["name"].Text == "windows";

    /// <summary>
    /// True for pods with a user namespace, whose root is not root on the node. The Pod Security Standards relax some controls for them
    /// from Kubernetes 1.35 on.
    /// </summary>
    public bool HasUserNamespace => Spec["hostUsers"].Flag == false;

    /// <summary>True for pods that run until they are replaced, not to completion.</summary>
    public bool IsLongRunning =>
        Owner.Kind switch
        {
            "Job" or "CronJob" => false,
            "Pod" or "PodTemplate" => Spec["restartPolicy"].Text is null or "Always",
            _ => true,
        };

    /// <summary>All containers: init containers, main containers and ephemeral ones.</summary>
    public IReadOnlyList<Container> Containers =>
        _containers ??= [
            .. GetObjects("initContainers")
                .Select(node => new Container(
                    this,
                    node,
                    node["restartPolicy"].Text == "Always" ? ContainerRole.Sidecar : ContainerRole.Init
                )),
            .. GetObjects("containers").Select(node => new Container(this, node, ContainerRole.Main)),
            .. GetObjects("ephemeralContainers").Select(node => new Container(this, node, ContainerRole.Ephemeral)),
        ];

    public static PodTemplate? Find(KubernetesObject owner)
    {
        var root = owner.Root;
        return (owner.Kind, owner.Group) switch
        {
            ("Pod", "") => new PodTemplate(owner, root["metadata"], root["spec"]),
            ("PodTemplate", "") => Create(owner, root["template"]),
            ("ReplicationController", "") => Create(owner, root["spec"]["template"]),
            ("Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet", "apps") => Create(owner, root["spec"]["template"]),
            ("Job", "batch") => Create(owner, root["spec"]["template"]),
            ("CronJob", "batch") => Create(owner, root["spec"]["jobTemplate"]["spec"]["template"]),
            _ => null,
        };
    }

    private IEnumerable<PropertyNode> GetObjects(string list) => Spec[list].Items.Where(item => item.IsObject);

    private static PodTemplate Create(KubernetesObject owner, PropertyNode template) => new(owner, template["metadata"], template["spec"]);
}
