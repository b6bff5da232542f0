using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the ports of containers.</summary>
internal static class PortRules
{
    public static void Check(JsonObject container, string path, FieldErrors errors)
    {
        var names = new HashSet<string>();
        foreach (var (index, port) in container.Objects("ports").Index())
        {
            var at = $"{path}[{index}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                var problems = ObjectNames.PortNameProblems(name).ToList();
                errors.InvalidAll($"{at}.name", name, problems);
                if (problems.Count == 0 && !names.Add(name))
                {
                    errors.Duplicate($"{at}.name", name);
                }
            }
            if ((port.Number("containerPort") ?? 0) == 0)
            {
                errors.Required($"{at}.containerPort");
            }
            else
            {
                NumberRules.CheckPort(port.Number("containerPort"), $"{at}.containerPort", errors);
            }

            if (port.Number("hostPort") is { } hostPort and not 0)
            {
                NumberRules.CheckPort(hostPort, $"{at}.hostPort", errors);
            }

            PodSpecRules.RequireOneOf(port, "protocol", ["SCTP", "TCP", "UDP"], at, errors);
        }
    }
}
