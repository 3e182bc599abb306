using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Hosting;

/// <summary>What the server answers about grids beside their pages: reports, figures, the grid itself.</summary>
internal static class GridEndpoints
{
    private static readonly Dictionary<string, (ReportFormat Format, string ContentType)> s_formats = new(StringComparer.Ordinal)
    {
        ["md"] = (ReportFormat.Markdown, "text/markdown"),
        ["html"] = (ReportFormat.Html, "text/html"),
        ["csv"] = (ReportFormat.Csv, "text/csv"),
        ["tex"] = (ReportFormat.Latex, "application/x-tex"),
        ["json"] = (ReportFormat.Json, "application/json"),
    };

    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The server's endpoints.</param>
    public static void MapGrids(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/experiments/{slug}/grid.json", DownloadGrid);
        endpoints.MapGet("/api/experiments/{slug}/report.zip", DownloadAllAsync);
        endpoints.MapGet("/api/experiments/{slug}/runs.csv", (string slug, GridService grids) => DownloadReportAsync(slug, "csv", grids));
        endpoints.MapGet("/api/experiments/{slug}/report.{format}", DownloadReportAsync);
        endpoints.MapGet("/api/experiments/{slug}/figures/{figure}.svg", DownloadFigureAsync);
    }

    /// <summary>Answers 404 with a sentence for the page of a grid that there is not.</summary>
    /// <param name="application">The pipeline.</param>
    public static void UseNoSuchGridPage(this IApplicationBuilder application) => application.Use((context, next) =>
    {
        string slug = context.Request.Path.StartsWithSegments("/experiments", out PathString rest) ? rest.Value!.Trim('/') : string.Empty;
        return slug is "" or "new" || slug.Contains('/', StringComparison.Ordinal) || context.RequestServices.GetRequiredService<GridService>().Find(slug) is not null
            ? next(context)
            : PlainPage.WriteAsync(context, StatusCodes.Status404NotFound, NoSuch(slug), body: "<p><a href=\"/experiments\">All experiments</a></p>");
    });

    private static IResult DownloadGrid(string slug, GridService grids)
    {
        if (grids.Find(slug) is not { } entry)
        {
            return Sentence(NoSuch(slug), StatusCodes.Status404NotFound);
        }

        byte[] json = File.ReadAllBytes(Path.Combine(entry.Folder, "grid.json"));
        return Results.File(json, "application/json", $"{entry.Slug}.json");
    }

    private static Task<IResult> DownloadReportAsync(string slug, string format, GridService grids) =>
        !s_formats.TryGetValue(format, out (ReportFormat Format, string ContentType) kind)
            ? Task.FromResult<IResult>(Sentence($"There is no report as “{format}”: choose {string.Join(", ", s_formats.Keys)} or zip.", StatusCodes.Status404NotFound))
            : OfReportAsync(slug, grids, report => Results.File(
                Encoding.UTF8.GetBytes(ReportWriter.Text(report, kind.Format)), $"{kind.ContentType}; charset=utf-8", $"{slug}-report.{format}"));

    private static Task<IResult> DownloadFigureAsync(string slug, string figure, GridService grids) => OfReportAsync(slug, grids, report =>
        report.Figures.FirstOrDefault(drawn => drawn.Id == figure) is { } found
            ? Results.File(Encoding.UTF8.GetBytes(FigureSvg.Draw(found)), "image/svg+xml", $"{slug}-{found.Id}.svg")
            : Sentence($"There is no figure “{figure}”: there are {string.Join(", ", report.Figures.Select(drawn => drawn.Id))}.", StatusCodes.Status404NotFound));

    private static Task<IResult> DownloadAllAsync(string slug, GridService grids) => OfReportAsync(slug, grids, report =>
    {
        string folder = Directory.CreateTempSubdirectory("pruninglab-report-").FullName;
        try
        {
            ReportWriter.Save(report, folder);
            MemoryStream zip = new();
            ZipFile.CreateFromDirectory(folder, zip);
            return Results.File(zip.ToArray(), "application/zip", $"{slug}-report.zip");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    private static async Task<IResult> OfReportAsync(string slug, GridService grids, Func<GridReport, IResult> answer)
    {
        if (grids.Find(slug) is not { } entry)
        {
            return Sentence(NoSuch(slug), StatusCodes.Status404NotFound);
        }

        try
        {
            return await Task.Run(() => entry.MakeReport() is { } report
                ? answer(report)
                : Sentence($"“{entry.View.Spec.Name}” has no results yet, so there is no report: start it, and come back when the first training is done.", StatusCodes.Status409Conflict)).ConfigureAwait(false);
        }
        catch (GridStoreException exception)
        {
            return Sentence(exception.Message, StatusCodes.Status409Conflict);
        }
    }

    private static string NoSuch(string slug) => $"There is no experiment “{(slug.Length > 60 ? slug[..59] + "…" : slug)}”.";

    private static JsonHttpResult<Failure> Sentence(string error, int status) => TypedResults.Json(new Failure(error), statusCode: status);

    private sealed record Failure(string Error);
}
