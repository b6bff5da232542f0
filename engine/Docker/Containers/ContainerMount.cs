using System.Text.Json.Nodes;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Containers;

/// <summary>Creates a mount of the request that creates a container.</summary>
internal static class ContainerMount
{
    public static JsonObject Create(JsonObject mount)
    {
        var body = new JsonObject
        {
            ["Type"] = mount.Text("type"),
            ["Target"] = mount.Text("target"),
            ["ReadOnly"] = mount.Flag("readOnly") ?? false,
        };
        body.SetUnlessEmpty("Source", mount.Text("source"));
        switch (mount.Text("type"))
        {
            case "bind" when mount.Map("bindOptions")?.NonEmpty("propagation") is { } propagation:
                body["BindOptions"] = new JsonObject { ["Propagation"] = propagation };
                break;
            case "volume" when mount.Map("volumeOptions") is { } options:
                body.SetUnlessEmpty("VolumeOptions", VolumeOptions(options));
                break;
            case "tmpfs" when mount.Map("tmpfsOptions") is { } options:
                body.SetUnlessEmpty("TmpfsOptions", TmpfsOptions(options));
                break;
        }

        return body;
    }

    private static JsonObject VolumeOptions(JsonObject options)
    {
        var body = new JsonObject();
        if (options.Flag("noCopy") is { } noCopy)
        {
            body["NoCopy"] = noCopy;
        }

        var driver = new JsonObject();
        driver.SetUnlessEmpty("Name", options.Text("driverName"));
        driver.SetUnlessEmpty("Options", options.Map("driverOptions"));
        body.SetUnlessEmpty("DriverConfig", driver);
        body.SetUnlessEmpty("Labels", options.Labels("labels"));
        body.SetUnlessEmpty("Subpath", options.Text("subpath"));
        return body;
    }

    private static JsonObject TmpfsOptions(JsonObject options)
    {
        var body = new JsonObject();
        if (options.Integer("sizeBytes") is { } size and not 0)
        {
            body["SizeBytes"] = size;
        }

        if (options.Integer("mode") is { } mode and not 0)
        {
            body["Mode"] = mode;
        }

        return body;
    }
}
