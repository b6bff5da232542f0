using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for bindings of pods to nodes.</summary>
internal static class BindingRules
{
    /// <exception cref="StatusException">The target is invalid. Kubernetes answers with an internal error.</exception>
    public static void Check(JsonObject binding)
    {
        var problems = new List<FieldError>();
        if (binding.Text("target", "kind") is { Length: > 0 } kind && kind != "Node")
        {
            problems.Add(FieldError.NotSupported("target.kind", kind, "Node", "<empty>"));
        }

        if (binding.Text("target", "name") is null or "")
        {
            problems.Add(FieldError.Required("target.name"));
        }

        if (problems.Count > 0)
        {
            var message = problems.Count == 1 ? problems[0].ToString() : $"[{string.Join(", ", problems)}]";
            throw new StatusException(500, "", message);
        }
    }
}
