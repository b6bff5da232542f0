using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of claims to devices.</summary>
internal static class DeviceDefaults
{
    public static void ApplyToClaim(JsonObject spec)
    {
        foreach (var request in spec.Objects("devices", "requests"))
        {
            if (request.Map("exactly") is { } exactly)
            {
                ApplyToRequest(exactly);
            }

            foreach (var alternative in request.Objects("firstAvailable"))
            {
                ApplyToRequest(alternative);
            }
        }
    }

    private static void ApplyToRequest(JsonObject request)
    {
        request.SetDefaultText("allocationMode", "ExactCount");
        if (request.Text("allocationMode") == "ExactCount")
        {
            request.SetDefault("count", 1L);
        }

        foreach (var toleration in request.Objects("tolerations"))
        {
            toleration.SetDefaultText("operator", "Equal");
        }
    }
}
