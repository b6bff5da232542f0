using Infra.Rehearsal.Plans;

namespace Infra.Rehearsal.Calibration;

/// <summary>A recorded rate as a line of few points.</summary>
internal static class RateLine
{
    /// <summary>
    /// Chooses the points that the others are closest to: the ends, and again and again the one farthest from the line so far, until
    /// none is farther than 2 % of the highest rate. So no peak is lost.
    /// </summary>
    public static IReadOnlyList<RatePoint> Simplify(IReadOnlyList<RatePoint> points, int most)
    {
        if (points.Count <= 2)
        {
            return points;
        }

        var tolerance = 0.02 * points.Max(point => point.PerSecond);
        var gaps = new PriorityQueue<(int First, int Last, int Farthest), double>();
        var chosen = new SortedSet<int> { 0, points.Count - 1 };
        Enqueue(0, points.Count - 1);
        while (chosen.Count < most && gaps.TryDequeue(out var gap, out var distance) && -distance > tolerance)
        {
            chosen.Add(gap.Farthest);
            Enqueue(gap.First, gap.Farthest);
            Enqueue(gap.Farthest, gap.Last);
        }

        return [.. chosen.Select(index => points[index])];

        void Enqueue(int first, int last)
        {
            var (farthest, distance) = (first, 0.0);
            for (var i = first + 1; i < last; i++)
            {
                var part = (points[i].At - points[first].At) / (points[last].At - points[first].At);
                var onLine = points[first].PerSecond + (points[last].PerSecond - points[first].PerSecond) * part;
                if (Math.Abs(points[i].PerSecond - onLine) > distance)
                {
                    (farthest, distance) = (i, Math.Abs(points[i].PerSecond - onLine));
                }
            }

            if (farthest > first)
            {
                gaps.Enqueue((first, last, farthest), -distance);
            }
        }
    }
}
