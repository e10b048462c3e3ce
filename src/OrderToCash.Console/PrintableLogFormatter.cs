using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace OrderToCash.Console;

/// <summary>
/// Writes an event of the log as one line, and its exception below: what it quotes can't forge another.
/// </summary>
/// <param name="template">How the line is made, without its end.</param>
internal sealed class PrintableLogFormatter(string template) : ITextFormatter
{
    private readonly MessageTemplateTextFormatter _line = new(template);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter();
        _line.Format(logEvent, line);
        output.WriteLine(Printable.Line(line.ToString()));
        if (logEvent.Exception is { } exception)
            output.WriteLine(Printable.Of(exception.ToString()));
    }
}
