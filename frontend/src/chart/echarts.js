// Only the parts of ECharts that pages draw with.
import { BarChart, CustomChart, LineChart, MapChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomInsideComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import * as core from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

core.use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  DataZoomInsideComponent,
  GeoComponent,
  GridComponent,
  LegendComponent,
  LineChart,
  MapChart,
  TooltipComponent,
  VisualMapContinuousComponent,
  VisualMapPiecewiseComponent,
]);

export const { init, registerMap } = core;
