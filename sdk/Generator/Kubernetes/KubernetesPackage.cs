using Infra.Generator.Packages;

namespace Infra.Generator.Kubernetes;

/// <summary>Chooses what of Kubernetes' API becomes a class of <c>Pulumi.Kubernetes</c>, and how.</summary>
internal static class KubernetesPackage
{
    /// <summary>Questions to the API server and read-only views: nothing is there to create, update or delete.</summary>
    private static readonly HashSet<string> NotManaged =
    [
        "ComponentStatus", "LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview", "TokenReview",
    ];

    /// <summary>What an older Kubernetes required and this one does not: the package goes on requiring it, as its types may not change.</summary>
    private static readonly HashSet<(string Definition, string Field)> StillRequired =
    [
        ("io.k8s.api.networking.v1.NetworkPolicySpec", "podSelector"),
        ("io.k8s.api.scheduling.v1.PriorityClass", "value"),
    ];

    public static PackageModel Model(KubernetesSchema schema)
    {
        var resources = schema.Resources.Where(resource => !NotManaged.Contains(resource.Kind)).ToList();
        var kinds = resources.Select(resource => resource.Definition).ToHashSet();
        return new PackageModel
        {
            Namespace = KubernetesNames.Root,
            ResourceTypeAttribute = "KubernetesResourceType",
            Resources = [.. resources.Select(resource => Resource(schema, resource, KindHistory.Aliases(resource, resources)))],
            Inputs = [.. Reachable(schema, kinds, inputs: true).Union(kinds).Select(name => Input(schema, schema[name], kinds))],
            Outputs = [.. Reachable(schema, kinds, inputs: false).Select(name => Output(schema, schema[name]))],
            Enums = [ServiceTypes(schema)],
        };
    }

    /// <summary>The one string that the package has a class for.</summary>
    private static EnumModel ServiceTypes(KubernetesSchema schema)
    {
        var definition = schema[FieldTypes.ServiceSpec];
        var values = definition.Fields.Single(field => field.Name == "type").Values;
        return new EnumModel(
            KubernetesNames.ResourceNamespace(definition),
            "ServiceSpecType",
            "The ways to reach a <c>Service</c>.",
            [.. values.Select(value => (value, value))]);
    }

    private static ResourceModel Resource(KubernetesSchema schema, KubernetesSchema.Resource resource, IReadOnlyList<string> aliases)
    {
        var definition = schema[resource.Definition];
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
                [("ApiVersion", resource.ApiVersion), ("Kind", resource.Kind)]),
            Outputs = [.. definition.Fields.Select(field => OutputProperty(schema, definition, field))],
            Aliases = aliases,
            SecretOutputs = [.. definition.Fields.Where(field => IsSecret(definition, field)).Select(field => field.Name)],
        };
    }

    private static ObjectModel Input(KubernetesSchema schema, KubernetesSchema.Definition definition, HashSet<string> kinds) => new()
    {
        Namespace = KubernetesNames.InputNamespace(definition),
        Name = KubernetesNames.InputClass(definition),
        Summary = kinds.Contains(definition.Name)
            ? $"What a program says of a <c>{definition.Kind}</c>."
            : $"The API's type <c>{definition.Kind}</c>, as an input.",
        Properties = [.. InputFields(definition, kinds).Select(field => InputProperty(schema, definition, field))],
    };

    private static ObjectModel Output(KubernetesSchema schema, KubernetesSchema.Definition definition) => new()
    {
        Namespace = KubernetesNames.OutputNamespace(definition),
        Name = definition.Kind,
        Summary = $"The API's type <c>{definition.Kind}</c>, as the cluster answers it.",
        Properties = [.. definition.Fields.Select(field => PlainProperty(schema, definition, field))],
    };

    /// <summary>A status is the cluster's to write, unless the API demands one.</summary>
    private static IEnumerable<KubernetesSchema.Field> InputFields(KubernetesSchema.Definition definition, HashSet<string> kinds) =>
        definition.Fields.Where(field => field.Name != "status" || field.Required || !kinds.Contains(definition.Name));

    private static PropertyModel InputProperty(KubernetesSchema schema, KubernetesSchema.Definition definition, KubernetesSchema.Field field)
    {
        var type = FieldTypes.Of(definition, field);
        return Property(definition, field, type.Input(name => KubernetesNames.FullInputClass(schema[name]))) with
        {
            Required = field.Required || StillRequired.Contains((definition.Name, field.Name)),
            Collection = type is Packages.ValueType.List or Packages.ValueType.Map,
            Secret = IsSecret(definition, field),
        };
    }

    private static PropertyModel OutputProperty(KubernetesSchema schema, KubernetesSchema.Definition definition, KubernetesSchema.Field field)
    {
        var plain = PlainProperty(schema, definition, field);
        return plain with { Type = $"Output<{plain.Type}>" };
    }

    private static PropertyModel PlainProperty(KubernetesSchema schema, KubernetesSchema.Definition definition, KubernetesSchema.Field field) =>
        Property(definition, field, FieldTypes.Of(definition, field).Plain(name => KubernetesNames.FullOutputClass(schema[name])));

    private static PropertyModel Property(KubernetesSchema.Definition definition, KubernetesSchema.Field field, string type) => new()
    {
        WireName = KubernetesNames.Wire(field.Name),
        Name = KubernetesNames.Property(field.Name, definition.Kind),
        Type = type,
        Summary = field.Values.Any()
            ? $"The field <c>{field.Name}</c>: one of {string.Join(", ", field.Values.Select(value => $"<c>{(value.Length == 0 ? "\"\"" : value)}</c>"))}."
            : $"The field <c>{field.Name}</c>.",
    };

    private static bool IsSecret(KubernetesSchema.Definition definition, KubernetesSchema.Field field) =>
        definition.Name == "io.k8s.api.core.v1.Secret" && field.Name is "data" or "stringData";

    /// <summary>What the kinds are made of: another kind only if it stands inside one.</summary>
    private static HashSet<string> Reachable(KubernetesSchema schema, HashSet<string> kinds, bool inputs)
    {
        IEnumerable<Packages.ValueType> FieldsOf(string name)
        {
            var fields = inputs ? InputFields(schema[name], kinds) : schema[name].Fields;
            return fields.Select(field => FieldTypes.Of(schema[name], field));
        }

        return Reachability.From(kinds.SelectMany(FieldsOf), FieldsOf);
    }
}
