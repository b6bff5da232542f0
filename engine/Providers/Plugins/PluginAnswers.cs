using Google.Protobuf;
using Google.Protobuf.Reflection;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages.Providers;
using Wire = Infra.Protocol.Messages;
using WireDiff = Infra.Protocol.Messages.Providers.PropertyDiff;

namespace Infra.Engine.Providers.Plugins;

/// <summary>Reads the parts of a plugin's answers that are the same for several methods.</summary>
internal static class PluginAnswers
{
    public static IReadOnlyList<CheckFailure> ReadFailures(IEnumerable<Wire.CheckFailure> failures) =>
        [.. failures.Select(failure => new CheckFailure(failure.Property, failure.Reason))];

    public static DiffResult ReadDiff(DiffResponse response)
    {
        var detailed = response.HasDetailedDiff
            ? response.DetailedDiff.ToDictionary(entry => entry.Key, entry => ReadPropertyDiff(entry.Value))
            : [];

        // A detailed difference can require a replacement by itself.
        var replaces =
            response.Replaces.Count > 0
                ? response.Replaces
                : detailed
                    .Where(entry =>
                        entry.Value.Kind is PropertyDiffKind.AddReplace or PropertyDiffKind.DeleteReplace or PropertyDiffKind.UpdateReplace
                    )
                    .Select(entry => entry.Key);
        return new DiffResult
        {
            Changes = response.Changes switch
            {
                DiffResponse.Types.DiffChanges.DiffNone => DiffChanges.None,
                DiffResponse.Types.DiffChanges.DiffSome => DiffChanges.Some,
                _ => DiffChanges.Unknown,
            },
            ReplaceKeys = [.. replaces],
            StableKeys = [.. response.Stables],
            ChangedKeys = [.. response.Diffs],
            DetailedDiff = detailed,
            DeleteBeforeReplace = response.DeleteBeforeReplace,
        };
    }

    /// <summary>Finds the description of a resource that exists but is not ready, or null.</summary>
    public static ErrorResourceInitFailed? FindInitFailure(RpcException error) =>
        FindDetail(error, ErrorResourceInitFailed.Descriptor, ErrorResourceInitFailed.Parser);

    /// <summary>The reasons of an initialization failure, at least one.</summary>
    public static IReadOnlyList<string> ReadReasons(ErrorResourceInitFailed failure) =>
        failure.Reasons.Count > 0 ? [.. failure.Reasons] : ["resource init failed"];

    /// <summary>Describes why a plugin cannot be configured.</summary>
    public static string DescribeConfigureError(RpcException error)
    {
        var missing = FindDetail(error, ConfigureErrorMissingKeys.Descriptor, ConfigureErrorMissingKeys.Parser)?.MissingKeys;
        return missing is not { Count: > 0 }
            ? error.Message
            : string.Join(
                '\n',
                missing.Select(key =>
                    $"missing required configuration key \"{key.Name}\": {key.Description}\n"
                    + $"Set a value using the command `infra config set {key.Name} <value>`."
                )
            );
    }

    private static PropertyDiff ReadPropertyDiff(WireDiff diff) =>
        new(
            diff.Kind switch
            {
                WireDiff.Types.Kind.Add => PropertyDiffKind.Add,
                WireDiff.Types.Kind.AddReplace => PropertyDiffKind.AddReplace,
                WireDiff.Types.Kind.Delete => PropertyDiffKind.Delete,
                WireDiff.Types.Kind.DeleteReplace => PropertyDiffKind.DeleteReplace,
                WireDiff.Types.Kind.UpdateReplace => PropertyDiffKind.UpdateReplace,
                _ => PropertyDiffKind.Update,
            },
            diff.InputDiff
        );

    private static T? FindDetail<T>(RpcException error, MessageDescriptor type, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        try
        {
            return error.Details.FirstOrDefault(detail => detail.Is(type)) is { } found ? parser.ParseFrom(found.Value) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // A malformed detail: the status and its message remain.
            return null;
        }
    }
}
