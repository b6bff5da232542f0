using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators;

/// <summary>Parts of the pods of operators.</summary>
internal static class PodParts
{
    /// <summary>Copies a field if it is set.</summary>
    public static void CopyTo(JsonObject target, JsonObject? source, string field)
    {
        if (source?[field] is { } value)
        {
            target[field] = value.DeepClone();
        }
    }

    public static JsonArray Ports(params ReadOnlySpan<(string Name, int Port)> ports)
    {
        var result = new JsonArray();
        foreach (var (name, port) in ports)
        {
            result.Add(new JsonObject { ["name"] = name, ["containerPort"] = port });
        }

        return result;
    }

    public static JsonObject ClaimVolume(string name, string claim) =>
        new()
        {
            ["name"] = name,
            ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim },
        };

    public static JsonObject EmptyVolume(string name) => new() { ["name"] = name, ["emptyDir"] = new JsonObject() };

    public static JsonObject HttpProbe(string path, int port) =>
        new()
        {
            ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = port },
            ["periodSeconds"] = 10,
        };

    public static JsonObject TcpProbe(int port) =>
        new()
        {
            ["tcpSocket"] = new JsonObject { ["port"] = port },
            ["periodSeconds"] = 10,
        };

    /// <summary>A container's security context that the standard <c>restricted</c> allows.</summary>
    public static JsonObject RestrictedContainer() =>
        new()
        {
            ["allowPrivilegeEscalation"] = false,
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["runAsNonRoot"] = true,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        };

    /// <summary>A pod's security context that the standard <c>restricted</c> allows.</summary>
    public static JsonObject RestrictedPod(int user) =>
        new()
        {
            ["runAsUser"] = user,
            ["runAsNonRoot"] = true,
            ["fsGroup"] = user,
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        };

    /// <summary>Copies the fields of a pod's scheduling.</summary>
    public static void CopyScheduling(JsonObject pod, JsonObject? source)
    {
        foreach (
            var field in (ReadOnlySpan<string>)["affinity", "nodeSelector", "priorityClassName", "tolerations", "topologySpreadConstraints"]
        )
        {
            CopyTo(pod, source, field);
        }
    }
}
