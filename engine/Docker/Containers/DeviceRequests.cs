using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Containers;

/// <summary>Creates the device requests of a container from <c>deviceRequests</c> and <c>gpus</c>.</summary>
internal static class DeviceRequests
{
    private const string DevicePrefix = "device=";

    public static JsonArray Create(JsonObject inputs)
    {
        var requests = new JsonArray();
        foreach (var entry in inputs.Objects("deviceRequests"))
        {
            var request = new JsonObject { ["Driver"] = entry.NonEmpty("driver") ?? "cdi", ["Count"] = entry.Integer("count") ?? 0 };
            request.SetUnlessEmpty("DeviceIDs", entry["deviceIds"]);
            request.SetUnlessEmpty("Options", entry.Map("options"));
            if (entry.Texts("capabilities") is { Count: > 0 } capabilities)
            {
                request["Capabilities"] = new JsonArray(capabilities.ToArray());
            }

            requests.Add(request);
        }

        if (inputs.NonEmpty("gpus") is { } gpus && Gpus(gpus) is { } all)
        {
            requests.Add(all);
        }

        return requests;
    }

    /// <summary>Parses <c>all</c>, a number, or <c>device=0,1</c>; null where the text is none of them.</summary>
    public static JsonObject? Gpus(string text)
    {
        var trimmed = text.Trim().Trim('"', '\'');
        var request = new JsonObject { ["Capabilities"] = new JsonArray(new JsonArray("gpu")) };
        if (trimmed.StartsWith(DevicePrefix, StringComparison.Ordinal))
        {
            request["DeviceIDs"] = trimmed[DevicePrefix.Length..].Split(',').ToArray();
            return request;
        }

        request["Count"] =
            trimmed == "all" ? -1
            : int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : null;
        return request["Count"] is null ? null : request;
    }
}
