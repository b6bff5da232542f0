using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the ports of services.</summary>
internal static class ServicePortRules
{
    public static void CheckEach(List<JsonObject> ports, FieldErrors errors)
    {
        var names = new HashSet<string>();
        foreach (var (index, port) in ports.Index())
        {
            var at = $"spec.ports[{index}]";
            var name = port.Text("name") ?? "";
            if (name.Length == 0 && ports.Count > 1)
            {
                errors.Required($"{at}.name");
            }
            else if (name.Length > 0)
            {
                errors.InvalidAll($"{at}.name", name, ObjectNames.LabelProblems(name));
                if (!names.Add(name))
                {
                    errors.Duplicate($"{at}.name", name);
                }
            }

            NumberRules.CheckPort(port.Number("port"), $"{at}.port", errors);
            NumberRules.CheckProtocol(port, $"{at}.protocol", errors);
            NumberRules.CheckPortOrName(port["targetPort"], $"{at}.targetPort", errors);
            if (port.Text("appProtocol") is { } protocol)
            {
                errors.InvalidAll($"{at}.appProtocol", protocol, ObjectNames.LabelKeyProblems(protocol));
            }
        }
    }

    public static void CheckTogether(JsonObject spec, List<JsonObject> ports, FieldErrors errors)
    {
        if (spec.Text("type") == "ClusterIP")
        {
            foreach (var (index, port) in ports.Index())
            {
                if ((port.Number("nodePort") ?? 0) != 0)
                {
                    errors.Forbidden($"spec.ports[{index}].nodePort", "may not be used when `type` is 'ClusterIP'");
                }
            }
        }

        var (nodePorts, numbers) = (new HashSet<(string?, long?)>(), new HashSet<(string?, long?)>());
        foreach (var (index, port) in ports.Index())
        {
            if (port.Number("nodePort") is { } nodePort and not 0 && !nodePorts.Add((port.Text("protocol"), nodePort)))
            {
                errors.Duplicate($"spec.ports[{index}].nodePort", nodePort);
            }
        }

        foreach (var (index, port) in ports.Index())
        {
            if (!numbers.Add((port.Text("protocol"), port.Number("port"))))
            {
                errors.Duplicate($"spec.ports[{index}]", CreateInternalKey(port));
            }
        }
    }

    /// <summary>Creates the key of a duplicate port with the field names of Kubernetes' internal type, as in Kubernetes' message.</summary>
    private static JsonObject CreateInternalKey(JsonObject port) =>
        new()
        {
            ["Name"] = "",
            ["Protocol"] = port.Text("protocol"),
            ["AppProtocol"] = null,
            ["Port"] = port.Number("port"),
            ["TargetPort"] = 0,
            ["NodePort"] = 0,
        };
}
