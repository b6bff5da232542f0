using Infra.Generator.Packages;
using ValueType = Infra.Generator.Packages.ValueType;

namespace Infra.Generator.Kubernetes;

/// <summary>Creates the model of <c>Pulumi.Kubernetes</c> from the Kubernetes API.</summary>
internal sealed class KubernetesPackage
{
    /// <summary>Requests and read-only views of the API server, which cannot be created, updated or deleted as resources.</summary>
    private static readonly HashSet<string> NotManaged =
    [
        "ComponentStatus",
        "LocalSubjectAccessReview",
        "SelfSubjectAccessReview",
        "SelfSubjectRulesReview",
        "SubjectAccessReview",
        "TokenReview",
    ];

    /// <summary>Fields that only older versions of Kubernetes required; published types must not change.</summary>
    private static readonly HashSet<(string Definition, string Field)> StillRequired =
    [
        ("io.k8s.api.networking.v1.NetworkPolicySpec", "podSelector"),
        ("io.k8s.api.scheduling.v1.PriorityClass", "value"),
    ];

    private readonly KubernetesSchema _schema;
    private readonly List<KubernetesSchema.Resource> _resources;

    /// <summary>The definitions of the resources.</summary>
    private readonly HashSet<string> _kinds;

    private KubernetesPackage(KubernetesSchema schema)
    {
        _schema = schema;
        _resources = [.. schema.Resources.Where(resource => !NotManaged.Contains(resource.Kind))];
        _kinds = [.. _resources.Select(resource => resource.Definition)];
    }

    public static PackageModel Model(KubernetesSchema schema) => new KubernetesPackage(schema).Model();

    private PackageModel Model() =>
        new()
        {
            Namespace = KubernetesNames.Root,
            ResourceTypeAttribute = "KubernetesResourceType",
            Resources = [.. _resources.Select(Resource)],
            Inputs = [.. Reachable(InputFields).Union(_kinds).Select(name => Input(_schema[name]))],
            Outputs = [.. Reachable(definition => definition.Fields).Select(name => Output(_schema[name]))],
            Enums = [ServiceTypes()],
        };

    private ResourceModel Resource(KubernetesSchema.Resource resource)
    {
        var definition = _schema[resource.Definition];
        return new ResourceModel
        {
            Namespace = KubernetesNames.ResourceNamespace(definition),
            Name = resource.Kind,
            Token = resource.Token,
            BaseClass = "KubernetesResource",
            Summary = $"The kind <c>{resource.Kind}</c> of <c>{resource.ApiVersion}</c>.",
            Arguments = new ArgumentsModel(
                KubernetesNames.FullInputClass(definition),
                Optional: true,
                [("ApiVersion", resource.ApiVersion), ("Kind", resource.Kind)]
            ),
            Outputs = [.. definition.Fields.Select(field => OutputProperty(definition, field)).Select(ResourceModel.AsOutput)],
            Aliases = KindHistory.Aliases(resource, _schema.Resources),
            SecretOutputs = [.. definition.Fields.Where(field => IsSecret(definition, field)).Select(field => field.Name)],
        };
    }

    private ObjectModel Input(KubernetesSchema.Definition definition) =>
        new()
        {
            Namespace = KubernetesNames.InputNamespace(definition),
            Name = KubernetesNames.InputClass(definition),
            Summary = _kinds.Contains(definition.Name)
                ? $"The arguments of a <c>{definition.Kind}</c>."
                : $"The API's type <c>{definition.Kind}</c>, as an input.",
            Properties = [.. InputFields(definition).Select(field => InputProperty(definition, field))],
        };

    private ObjectModel Output(KubernetesSchema.Definition definition) =>
        new()
        {
            Namespace = KubernetesNames.OutputNamespace(definition),
            Name = definition.Kind,
            Summary = $"The API's type <c>{definition.Kind}</c>, as the cluster answers it.",
            Properties = [.. definition.Fields.Select(field => OutputProperty(definition, field))],
        };

    /// <summary>The only string enumeration of the package.</summary>
    private EnumModel ServiceTypes()
    {
        var definition = _schema[FieldTypes.ServiceSpec];
        var values = definition.Fields.Single(field => field.Name == "type").Values;
        return new EnumModel(
            KubernetesNames.ResourceNamespace(definition),
            "ServiceSpecType",
            "The ways to reach a <c>Service</c>.",
            [.. values.Select(value => (value, value))]
        );
    }

    /// <summary>The cluster writes the status, so it is not an input unless the API requires it.</summary>
    private IEnumerable<KubernetesSchema.Field> InputFields(KubernetesSchema.Definition definition) =>
        definition.Fields.Where(field => field.Name != "status" || field.Required || !_kinds.Contains(definition.Name));

    private PropertyModel InputProperty(KubernetesSchema.Definition definition, KubernetesSchema.Field field)
    {
        var type = FieldTypes.Read(definition, field);
        return Property(definition, field, type.Input(name => KubernetesNames.FullInputClass(_schema[name]))) with
        {
            Required = field.Required || StillRequired.Contains((definition.Name, field.Name)),
            Collection = type is ValueType.List or ValueType.Map,
            Secret = IsSecret(definition, field),
        };
    }

    private PropertyModel OutputProperty(KubernetesSchema.Definition definition, KubernetesSchema.Field field) =>
        Property(definition, field, FieldTypes.Read(definition, field).Plain(name => KubernetesNames.FullOutputClass(_schema[name])));

    private static PropertyModel Property(KubernetesSchema.Definition definition, KubernetesSchema.Field field, string type)
    {
        var values = string.Join(", ", field.Values.Select(value => $"<c>{(value.Length == 0 ? "\"\"" : value)}</c>"));
        return new PropertyModel
        {
            WireName = KubernetesNames.Wire(field.Name),
            Name = KubernetesNames.Property(field.Name, definition.Kind),
            Type = type,
            Summary = values.Length == 0 ? $"The field <c>{field.Name}</c>." : $"The field <c>{field.Name}</c>: one of {values}.",
        };
    }

    private static bool IsSecret(KubernetesSchema.Definition definition, KubernetesSchema.Field field) =>
        definition.Name == "io.k8s.api.core.v1.Secret" && field.Name is "data" or "stringData";

    /// <summary>The definitions that kinds consist of; a kind only if it is nested in another one.</summary>
    private HashSet<string> Reachable(Func<KubernetesSchema.Definition, IEnumerable<KubernetesSchema.Field>> fields)
    {
        IEnumerable<ValueType> GetTypes(string name) => fields(_schema[name]).Select(field => FieldTypes.Read(_schema[name], field));

        return Reachability.From(_kinds.SelectMany(GetTypes), GetTypes);
    }
}
