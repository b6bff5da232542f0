using Google.Protobuf;
using Infra.Engine.Providers.Naming;
using Options = Infra.Protocol.Messages.Providers.CheckRequest.Types.AutonamingOptions;
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

    /// <summary>Writes how a plugin that supports it names an object that the program does not name.</summary>
    public static Options Write(Autonaming naming) =>
        new()
        {
            ProposedName = naming.ProposedName,
            Mode = naming.Mode switch
            {
                AutonamingMode.Enforce => Options.Types.Mode.Enforce,
                AutonamingMode.Disabled => Options.Types.Mode.Disable,
                _ => Options.Types.Mode.Propose,
            },
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
