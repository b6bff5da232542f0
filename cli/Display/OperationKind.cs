namespace Infra.Cli.Display;

/// <summary>A kind of operation, as displays show it.</summary>
/// <param name="Heading">The heading, e.g. <c>Previewing update</c>.</param>
/// <param name="IsPreview">True if the operation changes nothing.</param>
internal sealed record OperationKind(string Heading, bool IsPreview)
{
    public static OperationKind PreviewUpdate { get; } = new("Previewing update", true);

    public static OperationKind Update { get; } = new("Updating", false);

    public static OperationKind Rollback { get; } = new("Rolling back", false);

    public static OperationKind PreviewDestroy { get; } = new("Previewing destroy", true);

    public static OperationKind Destroy { get; } = new("Destroying", false);

    public static OperationKind PreviewRefresh { get; } = new("Previewing refresh", true);

    public static OperationKind Refresh { get; } = new("Refreshing", false);

    public static OperationKind PreviewImport { get; } = new("Previewing import", true);

    public static OperationKind Import { get; } = new("Importing", false);
}
