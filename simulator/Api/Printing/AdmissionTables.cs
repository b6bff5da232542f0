using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of admission webhooks and policies, and of API services.</summary>
internal static class AdmissionTables
{
    public static readonly ITableLayout Webhooks = new TableLayout(
        Name,
        Count("Webhooks", item => item.Body.Array("webhooks")?.Count)
            .As("Webhooks indicates the number of webhooks registered in this configuration"),
        Age
    );

    public static readonly ITableLayout ValidatingPolicies = CreatePolicies(
        Count("Validations", item => item.Spec.Array("validations")?.Count)
            .As("Validations indicates the number of validation rules defined in this configuration")
    );

    public static readonly ITableLayout MutatingPolicies = CreatePolicies(
        Count("Mutations", item => item.Spec.Array("mutations")?.Count)
            .As("Mutation indicates the number of mutations rules defined in this configuration")
    );

    public static readonly ITableLayout PolicyBindings = new TableLayout(
        Name,
        Text("PolicyName", item => item.Spec.Text("policyName"))
            .As("PolicyName indicates the policy definition which the policy binding binded to"),
        Text("ParamRef", item => item.Spec.Map("paramRef") is { } parameters ? ParameterText(parameters) : Unset)
            .As("ParamRef indicates the param resource which sets the configration param"),
        Age
    );

    public static readonly ITableLayout ApiServices = new TableLayout(
        Name,
        Text("Service", item => item.Spec.Map("service") is { } service ? $"{service.Text("namespace")}/{service.Text("name")}" : "Local")
            .As("The reference to the service that hosts this API endpoint."),
        Text("Available", Availability).As("Whether this service is available."),
        Age
    );

    private static TableLayout CreatePolicies(Column rules) =>
        new(
            Name,
            rules,
            Text("ParamKind", item => item.Spec.Map("paramKind") is { } kind ? $"{kind.Text("apiVersion")}/{kind.Text("kind")}" : Unset)
                .As("ParamKind specifies the kind of resources used to parameterize this policy"),
            Age
        );

    private static string ParameterText(JsonObject reference) =>
        reference.Text("name") is { Length: > 0 } name ? $"{(reference.Text("namespace") is { Length: > 0 } given ? given : "*")}/{name}"
        : reference.Map("selector") is { } selector ? FormatSelector(selector)
        : Unset;

    private static string Availability(KubeObject service)
    {
        var condition = service.Status.Objects("conditions").FirstOrDefault(one => one.Text("type") == "Available");
        return condition is null ? "Unknown"
            : condition.Text("status") == "True" ? "True"
            : $"{condition.Text("status")} ({condition.Text("reason")})";
    }
}
