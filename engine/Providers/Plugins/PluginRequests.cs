using Google.Protobuf;
using Wire = Infra.Protocol.Messages.Providers;

namespace Infra.Engine.Providers.Plugins;

/// <summary>Writes requests in the form of the provider protocol.</summary>
internal static class PluginRequests
{
    public static Wire.CheckRequest Write(CheckRequest request, PluginValues values) =>
        new()
        {
            Urn = request.Urn.Value,
            Name = request.Urn.Name,
            Type = request.Urn.Type,
            Olds = values.Write(request.OldInputs),
            News = values.Write(request.NewInputs),
            RandomSeed = ByteString.CopyFrom(request.RandomSeed.Span),
        };

    public static Wire.DiffRequest Write(DiffRequest request, PluginValues values) =>
        new()
        {
            Id = request.Id,
            Urn = request.Urn.Value,
            Name = request.Urn.Name,
            Type = request.Urn.Type,
            OldInputs = values.Write(request.OldInputs),
            Olds = values.Write(request.OldState),
            News = values.Write(request.NewInputs),
            IgnoreChanges = { request.IgnoreChanges },
        };

    public static Wire.CreateRequest Write(CreateRequest request, PluginValues values) =>
        new()
        {
            Urn = request.Urn.Value,
            Name = request.Urn.Name,
            Type = request.Urn.Type,
            Properties = values.Write(request.Inputs),
            Timeout = ToSeconds(request.Timeout),
            Preview = request.Preview,
        };

    public static Wire.UpdateRequest Write(UpdateRequest request, PluginValues values) =>
        new()
        {
            Id = request.Id,
            Urn = request.Urn.Value,
            Name = request.Urn.Name,
            Type = request.Urn.Type,
            OldInputs = values.Write(request.OldInputs),
            Olds = values.Write(request.OldState),
            News = values.Write(request.NewInputs),
            Timeout = ToSeconds(request.Timeout),
            IgnoreChanges = { request.IgnoreChanges },
            Preview = request.Preview,
        };

    public static Wire.DeleteRequest Write(DeleteRequest request, PluginValues values) =>
        new()
        {
            Id = request.Id,
            Urn = request.Urn.Value,
            Name = request.Urn.Name,
            Type = request.Urn.Type,
            OldInputs = values.Write(request.OldInputs),
            Properties = values.Write(request.OldState),
            Timeout = ToSeconds(request.Timeout),
        };

    public static Wire.ReadRequest Write(ReadRequest request, PluginValues values) =>
        new()
        {
            Id = request.Id,
            Urn = request.Urn.Value,
            Name = request.Urn.Name,
            Type = request.Urn.Type,
            Inputs = values.Write(request.OldInputs),
            Properties = values.Write(request.OldState),
        };

    // 0 is the provider's default.
    private static double ToSeconds(TimeSpan? timeout) => timeout?.TotalSeconds ?? 0;
}
