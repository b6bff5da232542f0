namespace Infra.Cli.Display;

/// <summary>What a display is about.</summary>
/// <param name="Heading">How it begins, e.g. <c>Previewing update</c>.</param>
/// <param name="IsPreview">True where nothing is done.</param>
internal sealed record OperationKind(string Heading, bool IsPreview)
{
    public static OperationKind PreviewUpdate { get; } = new("Previewing update", true);

    public static OperationKind Update { get; } = new("Updating", false);

    public static OperationKind PreviewDestroy { get; } = new("Previewing destroy", true);

    public static OperationKind Destroy { get; } = new("Destroying", false);

    public static OperationKind PreviewRefresh { get; } = new("Previewing refresh", true);

    public static OperationKind Refresh { get; } = new("Refreshing", false);
}
