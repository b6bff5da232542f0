using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Functions;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>The variables of the expressions in policies and match conditions, and their types.</summary>
internal static class PolicyEnvironment
{
    private static readonly CelType _texts = CelType.List(CelType.String);
    private static readonly CelType _labels = CelType.Map(CelType.String, CelType.String);

    private static readonly CelType _kind = Struct(
        "GroupVersionKind",
        ("group", CelType.String),
        ("version", CelType.String),
        ("kind", CelType.String)
    );

    private static readonly CelType _resource = Struct(
        "GroupVersionResource",
        ("group", CelType.String),
        ("version", CelType.String),
        ("resource", CelType.String)
    );

    private static readonly CelType _user = Struct(
        "UserInfo",
        ("username", CelType.String),
        ("uid", CelType.String),
        ("groups", _texts),
        ("extra", CelType.Map(CelType.String, _texts))
    );

    private static readonly CelType _request = Struct(
        "AdmissionRequest",
        ("kind", _kind),
        ("resource", _resource),
        ("subResource", CelType.String),
        ("requestKind", _kind),
        ("requestResource", _resource),
        ("requestSubResource", CelType.String),
        ("name", CelType.String),
        ("namespace", CelType.String),
        ("operation", CelType.String),
        ("userInfo", _user),
        ("dryRun", CelType.Bool),
        ("options", CelType.Dyn)
    );

    private static readonly CelType _namespace = Struct(
        "Namespace",
        (
            "metadata",
            Struct(
                "NamespaceMetadata",
                ("name", CelType.String),
                ("generateName", CelType.String),
                ("namespace", CelType.String),
                ("labels", _labels),
                ("annotations", _labels),
                ("UID", CelType.String),
                ("creationTimestamp", CelType.Timestamp),
                ("deletionGracePeriodSeconds", CelType.Int),
                ("deletionTimestamp", CelType.Timestamp),
                ("generation", CelType.Int),
                ("resourceVersion", CelType.String),
                ("finalizers", _texts)
            )
        ),
        ("spec", Struct("NamespaceSpec", ("finalizers", _texts))),
        (
            "status",
            Struct(
                "NamespaceStatus",
                (
                    "conditions",
                    CelType.List(
                        Struct(
                            "NamespaceCondition",
                            ("status", CelType.String),
                            ("type", CelType.String),
                            ("lastTransitionTime", CelType.Timestamp),
                            ("message", CelType.String),
                            ("reason", CelType.String)
                        )
                    )
                ),
                ("phase", CelType.String)
            )
        )
    );

    /// <summary>The environment without <c>variables</c>.</summary>
    public static CelEnvironment Create(bool hasParams, bool hasAuthorizer)
    {
        var result = CelEnvironment
            .Kubernetes.With("object", CelType.Dyn)
            .With("oldObject", CelType.Dyn)
            .With("namespaceObject", _namespace)
            .With("request", _request);
        if (hasParams)
        {
            result = result.With("params", CelType.Dyn);
        }

        return hasAuthorizer
            ? result
                .With("authorizer", CelType.Struct(AuthorizationCheck.Authorizer))
                .With("authorizer.requestResource", CelType.Struct(AuthorizationCheck.ResourceCheck))
            : result;
    }

    /// <summary>Adds <c>variables</c> with the variables that a policy has defined so far.</summary>
    public static CelEnvironment WithVariables(CelEnvironment environment, IReadOnlyDictionary<string, CelType> variables) =>
        environment.With("variables", CelType.Struct("kubernetes.variables", variables));

    private static CelType Struct(string name, params (string Name, CelType Type)[] fields) =>
        CelType.Struct($"kubernetes.{name}", fields.ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal));
}
