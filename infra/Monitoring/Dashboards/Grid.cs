namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The position and size of a panel in Grafana's grid.</summary>
internal readonly record struct GridPosition(int X, int Y, int Width, int Height);

/// <summary>Lays panels out from left to right, and starts a new line where one does not fit.</summary>
internal static class Grid
{
    public const int Columns = 24;

    public static IEnumerable<(Panel Panel, GridPosition Position)> Place(Row row, int top)
    {
        var (x, y, height) = (0, top, 0);
        foreach (var panel in row.Panels)
        {
            if (x + panel.Width > Columns)
            {
                (x, y, height) = (0, y + height, 0);
            }

            yield return (panel, new GridPosition(x, y, panel.Width, panel.Height));
            x += panel.Width;
            height = Math.Max(height, panel.Height);
        }
    }
}
